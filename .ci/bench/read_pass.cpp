// The bound of an ingest: reads every samples file below a directory, hashes its bytes (SHA-256) and parses its lines,
// and does nothing else, on as many threads as there are cores.  read_pass DIRECTORY
#include <openssl/evp.h>
#include <simdjson.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Tally {
    std::atomic<size_t> lines{0}, bytes{0};
};

void read_file(const std::string &path, simdjson::dom::parser &parser, Tally &tally) {
    constexpr size_t block = 1 << 20;
    std::FILE *file = std::fopen(path.c_str(), "rb");
    if (!file) throw std::runtime_error("cannot read " + path);
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    EVP_DigestInit_ex(digest, EVP_sha256(), nullptr);
    std::vector<char> window;
    size_t held = 0;
    while (true) {
        window.resize(held + block + simdjson::SIMDJSON_PADDING);
        size_t got = std::fread(window.data() + held, 1, block, file);
        if (got == 0) break;
        EVP_DigestUpdate(digest, window.data() + held, got);
        tally.bytes += got;
        held += got;
        size_t start = 0;
        while (auto *end = static_cast<char *>(std::memchr(window.data() + start, '\n', held - start))) {
            size_t length = end - (window.data() + start);
            simdjson::dom::element line;
            if (parser.parse(window.data() + start, length, false).get(line)) throw std::runtime_error("not JSON");
            tally.lines++;
            start += length + 1;
        }
        std::memmove(window.data(), window.data() + start, held -= start);
    }
    unsigned char hash[EVP_MAX_MD_SIZE];
    EVP_DigestFinal_ex(digest, hash, nullptr);
    EVP_MD_CTX_free(digest);
    std::fclose(file);
}

}  // namespace

int main(int, char **arguments) {
    std::vector<std::string> paths;
    for (auto &entry : std::filesystem::recursive_directory_iterator(arguments[1])) {
        if (entry.path().extension() == ".jsonl") paths.push_back(entry.path());
    }
    std::atomic<size_t> next{0};
    Tally tally;
    std::vector<std::thread> threads;
    for (unsigned k = 0; k < std::thread::hardware_concurrency(); k++) {
        threads.emplace_back([&] {
            simdjson::dom::parser parser;
            for (size_t place; (place = next++) < paths.size();) read_file(paths[place], parser, tally);
        });
    }
    for (auto &thread : threads) thread.join();
    std::printf("{\"lines\": %zu, \"bytes\": %zu}\n", tally.lines.load(), tally.bytes.load());
}
