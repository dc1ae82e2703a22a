// The window as a user meets it, on no display: one selection in all views, keys, languages, pictures. Read
// next: gui/widgets/main_window.hpp.
#include "gui/widgets/main_window.hpp"

#include "gui/widgets/palette.hpp"
#include "tests/gui/viewmodel/lessons.hpp"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QFontDatabase>
#include <QImage>
#include <QMenuBar>
#include <QRawFont>
#include <QScrollBar>
#include <QTest>
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace patchcord;
using gui::MainWindow;
using gui::PictureArrow;
using gui::PictureLabel;
using gui::SequenceSegment;
using results::Language;

namespace {

class Window {
  public:
    explicit Window(const std::string& scenario, Language language = Language::English)
        : run{tests::lesson(scenario)}, window{tests::lessons(), language} {
        window.resize(1280, 720);
        window.show_run(run);
        window.show();
        QApplication::processEvents();
    }

    const std::vector<gui::TablePacket>& rows() { return table().rows(); }
    const gui::PacketTable& table() {
        return static_cast<gui::PacketModel*>(window.packets().model())->packets();
    }
    int current_row() { return window.packets().currentIndex().row(); }
    void click(const QWidget* widget, QPointF point) {
        QTest::mouseClick(const_cast<QWidget*>(widget), Qt::LeftButton, {}, point.toPoint());
    }
    void click_row(int row) {
        const auto index = window.packets().model()->index(row, gui::PacketModel::Info);
        window.packets().scrollTo(index);
        click(window.packets().viewport(), window.packets().visualRect(index).center());
    }
    QImage picture() { return window.grab().toImage(); }

    std::shared_ptr<const gui::OpenRun> run;
    MainWindow window;
};

/// Pixels of about this colour; antialiasing and fonts change some.
int pixels(const QImage& image, const QColor& colour) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor here = image.pixelColor(x, y);
            const int distance = std::abs(here.red() - colour.red()) +
                                 std::abs(here.green() - colour.green()) +
                                 std::abs(here.blue() - colour.blue());
            count += distance < 12;
        }
    }
    return count;
}

std::size_t colours(const QImage& image) {
    std::set<QRgb> seen;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3)
            seen.insert(image.pixel(x, y));
    }
    return seen.size();
}

QAction* action(MainWindow& window, const QKeySequence& key) {
    for (QAction* const menu : window.menuBar()->actions()) {
        for (QAction* const item : menu->menu()->actions()) {
            if (item->shortcut() == key) return item;
        }
    }
    return nullptr;
}

}  // namespace

TEST_CASE("A packet that is clicked in the ladder is selected everywhere") {
    Window test{"lost-segment"};
    gui::LadderWidget& ladder = test.window.ladder();
    for (const PictureLabel& label : ladder.picture().labels().all()) {
        if (label.role != PictureLabel::Role::Packet) continue;
        const QPointF at = ladder.to_viewport({label.box.x + 4, label.box.y + 4});
        if (at.y() > ladder.viewport()->height() - 80) break;
        test.click(ladder.viewport(), at);
        CHECK(test.window.selection().packet() == label.packet);
        CHECK(test.rows()[static_cast<std::size_t>(test.current_row())].packet == label.packet);
        CHECK(test.window.packets().selectionModel()->hasSelection());
    }
    test.click(ladder.viewport(), {3, 80});
    CHECK_FALSE(test.window.selection().packet());
    CHECK_FALSE(test.window.packets().selectionModel()->hasSelection());
}

TEST_CASE("A packet that is clicked in the list is selected and shown in the ladder") {
    Window test{"bulk"};
    gui::LadderWidget& ladder = test.window.ladder();
    for (const int row : {5, 0, 700, 1034}) {
        CAPTURE(row);
        test.click_row(row);
        const auto packet = test.rows()[static_cast<std::size_t>(row)].packet;
        CHECK(test.window.selection().packet() == packet);
        const auto y = ladder.picture().y_of(packet);
        REQUIRE(y);
        const QPointF at = ladder.to_viewport({0, *y});
        CHECK(at.y() > 0);
        CHECK(at.y() < ladder.viewport()->height());
    }
}

TEST_CASE("A segment that is clicked in the plot is selected everywhere") {
    Window test{"lost-segment"};
    gui::SequenceChart& chart = test.window.plot().chart();
    const auto& segments = chart.plot().segments;
    const auto again =
        std::ranges::find(segments, SequenceSegment::Class::Retransmission, &SequenceSegment::kind);
    REQUIRE(again != segments.end());
    const QPointF middle = chart.segments().beam(*again).center();
    test.click(chart.viewport(), chart.mapFromScene(chart.chart()->mapToScene(middle)));
    CHECK(test.window.selection().packet() == again->packet);
    CHECK(test.rows()[static_cast<std::size_t>(test.current_row())].packet == again->packet);
    test.click(chart.viewport(), {1, 1});
    CHECK_FALSE(test.window.selection().packet());
}

TEST_CASE("Keys walk along the packets and to the losses") {
    Window test{"lost-segment"};
    gui::LadderWidget& ladder = test.window.ladder();
    const auto selected = [&] { return test.table().row_of(*test.window.selection().packet()); };
    QTest::keyClick(&ladder, Qt::Key_Down);
    CHECK(selected() == 0);
    QTest::keyClick(&ladder, Qt::Key_Down);
    CHECK(selected() == 1);
    QTest::keyClick(&ladder, Qt::Key_End);
    CHECK(selected() == test.rows().size() - 1);
    QTest::keyClick(&ladder, Qt::Key_Up);
    CHECK(selected() == test.rows().size() - 2);
    QTest::keyClick(&test.window.plot().chart(), Qt::Key_Home);
    CHECK(selected() == 0);
    QTest::keyClick(&test.window.packets(), Qt::Key_Down);
    CHECK(selected() == 1);
    QTest::keyClick(&test.window.packets(), Qt::Key_End);
    CHECK(selected() == test.rows().size() - 1);
    QTest::keyClick(&test.window.packets(), Qt::Key_Home);
    CHECK(selected() == 0);
    REQUIRE(action(test.window, Qt::Key_N) != nullptr);
    action(test.window, Qt::Key_N)->trigger();
    CHECK(test.rows()[*selected()].lost);
    action(test.window, Qt::SHIFT | Qt::Key_N)->trigger();
    CHECK(test.rows()[*selected()].lost);
}

TEST_CASE("Control and the wheel stretch time around the pointer") {
    Window test{"web-page"};
    gui::LadderWidget& ladder = test.window.ladder();
    ladder.zoom(3, 300);
    const double tall = ladder.picture().height();
    const sim::Time before = ladder.picture().axis().time_at(ladder.to_picture({0, 300}).y);
    QWheelEvent wheel{{100, 300},
                      ladder.viewport()->mapToGlobal(QPointF{100, 300}),
                      {},
                      {0, 120},
                      Qt::NoButton,
                      Qt::ControlModifier,
                      Qt::NoScrollPhase,
                      false};
    QApplication::sendEvent(ladder.viewport(), &wheel);
    CHECK(ladder.picture().height() > 1.2 * tall);
    const sim::Time after = ladder.picture().axis().time_at(ladder.to_picture({0, 300}).y);
    CHECK(std::abs(ladder.picture().axis().y(after) - ladder.picture().axis().y(before)) < 2);
    ladder.reset_zoom();
    CHECK(ladder.picture().height() < tall);
}

TEST_CASE("The picture has its size and is not blank, and vermilion means retransmissions") {
    for (const auto& [name, resent] :
         {std::pair{"lost-segment", true}, {"web-page", false}, {"arp", false}, {"bulk", false}}) {
        CAPTURE(name);
        Window test{name};
        const QImage image = test.picture();
        CHECK(image.size() == QSize{1280, 720});
        CHECK(colours(image) > 20);
        CHECK((pixels(image, gui::kVermilion) > 20) == resent);
    }
}

TEST_CASE("Every view follows the language, and the selection stays") {
    Window test{"lost-segment"};
    test.click_row(3);
    const auto packet = test.window.selection().packet();
    const QImage english = test.picture();
    test.window.set_language(Language::Korean);
    QApplication::processEvents();
    CHECK(test.window.selection().packet() == packet);
    CHECK(test.current_row() == 3);
    CHECK(test.picture() != english);
    CHECK(test.window.menuBar()->actions().front()->text() == "파일");
    CHECK(test.window.windowTitle().contains("잃어버린 세그먼트는 다시 보낸다"));
    CHECK(test.window.packets().model()->headerData(gui::PacketModel::Fate, Qt::Horizontal,
                                                    Qt::DisplayRole) == "결과");
}

TEST_CASE("Hangul has glyphs") {
    const QStringList families = QFontDatabase::families(QFontDatabase::Korean);
    REQUIRE_FALSE(families.isEmpty());
    CHECK(QRawFont::fromFont(QFont{families.front()}, QFontDatabase::Korean).supportsCharacter(0xAC00));
}

TEST_CASE("Without a scenario there is the catalogue, and an entry opens") {
    MainWindow window{tests::lessons(), Language::English};
    window.show();
    QListWidget& list = window.start_page().list();
    REQUIRE(list.count() == static_cast<int>(tests::lessons().entries().size()));
    CHECK(list.isVisible());
    list.setCurrentRow(0);
    QTest::keyClick(&list, Qt::Key_Return);
    QApplication::processEvents();
    CHECK_FALSE(list.isVisible());
    CHECK(window.ladder().isVisible());
    CHECK_FALSE(window.ladder().picture().arrows().all().empty());
}

TEST_CASE("Another run takes the place of the first, also one without TCP") {
    Window test{"lost-segment"};
    test.click_row(3);
    test.window.open("arp");
    CHECK_FALSE(test.window.selection().packet());
    CHECK(test.rows().size() == 6);
    CHECK(test.window.plot().chart().plot().segments.empty());
    test.window.open("web-page");
    CHECK(test.rows().size() == 13);
}

TEST_CASE("How long opening takes") {
    QElapsedTimer clock;
    clock.start();
    Window test{"web-page"};
    test.picture();
    MESSAGE("web-page is on the screen after " << clock.elapsed() << " ms");
}
