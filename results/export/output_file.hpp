// A file that appears whole or not at all: written under another name, then renamed.
// Errors of the operating system are exceptions (std::system_error) that name the file.
// Read next: results/export/pcapng.hpp.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>

namespace patchcord::results {

class OutputFile {
  public:
    /// Begins to write `path` as "`path`.part". Throws.
    explicit OutputFile(std::filesystem::path path);
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    /// Without commit() nothing is left.
    ~OutputFile();

    /// Throws.
    void write(std::span<const std::uint8_t> bytes);
    /// The file is complete: gives it its name, replacing what had it. Throws.
    void commit();

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    [[noreturn]] void fail(int error) const;

    std::filesystem::path path_;
    std::filesystem::path part_;
    std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace patchcord::results
