/// Who imports the core has the statistics with it. They are a module of their own, without Foundation and OpenSSL,
/// so that the loadable SQLite extension carries neither.
@_exported public import LogariumStatistics
