// SHA256_Init and its fellows keep their state where the caller likes and need no heap; OpenSSL 3 would rather
// have EVP, which costs more than the hash itself where a line of a table is hashed.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <openssl/evp.h>
