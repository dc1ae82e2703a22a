// The main function of the widget tests: an application on no display, before any test. Read next:
// tests/gui/widgets/main_window_test.cpp.
#define DOCTEST_CONFIG_IMPLEMENT
#include <QApplication>
#include <QStyleFactory>
#include <doctest/doctest.h>

#ifdef __SANITIZE_ADDRESS__
/// Fontconfig keeps what it has read until the process ends.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig";
}
#endif

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_SCALE_FACTOR", "1");
    QApplication application{argc, argv};
    QApplication::setStyle(QStyleFactory::create("Fusion"));
    return doctest::Context{argc, argv}.run();
}
