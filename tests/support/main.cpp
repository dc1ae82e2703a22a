// The main function of every test binary. doctest supplies it: --help lists its options, --test-case=NAME
// runs one test. Test cases are in the *_test.cpp files of the folders that mirror the sources. Read next:
// tests/README.md.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
