// A small plain-C window onto simdjson: no C++ type and no exception crosses it.
#ifndef CSIMDJSON_H
#define CSIMDJSON_H
#endif
