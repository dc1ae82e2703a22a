// Read next: results/export/output_file.hpp.
// Buffered by the C library; an error may show as late as in fclose, so its result counts.
// Not here: what is written.
#include "results/export/output_file.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

namespace patchcord::results {

OutputFile::OutputFile(std::filesystem::path path) : path_{std::move(path)}, part_{path_} {
    part_ += ".part";
    file_.reset(std::fopen(part_.c_str(), "wb"));
    if (file_ == nullptr) fail(errno);
}

OutputFile::~OutputFile() {
    if (file_ == nullptr) return;
    file_.reset();
    std::error_code ignored;
    std::filesystem::remove(part_, ignored);
}

void OutputFile::write(std::span<const std::uint8_t> bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) fail(errno);
}

void OutputFile::commit() {
    std::FILE* const file = file_.release();
    int error = std::fclose(file) == 0 ? 0 : errno;
    if (error == 0 && std::rename(part_.c_str(), path_.c_str()) != 0) error = errno;
    if (error == 0) return;
    std::error_code ignored;
    std::filesystem::remove(part_, ignored);
    fail(error);
}

void OutputFile::fail(int error) const {
    throw std::system_error{error, std::generic_category(), "cannot write " + path_.string()};
}

}  // namespace patchcord::results
