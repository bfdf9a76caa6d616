import LogariumFunctions

extension Sandbox {
    /// SQLite's harmless functions and Logarium's own.
    static func isAllowed(function name: String) -> Bool {
        let name = name.lowercased()
        return functions.contains(name) || own.contains(name)
    }

    /// A pragma that describes the schema, or one that only shows a setting (`value` nil).
    static func isAllowed(pragma name: String, value: String?) -> Bool {
        let name = name.lowercased()
        return descriptions.contains(name) || (value == nil && settings.contains(name))
    }

    /// The JSON walkers, the pragmas that describe the schema, and Logarium's own.
    static var tableFunctions: [String] {
        ["json_each", "json_tree"] + descriptions.sorted().map { "pragma_" + $0 }
            + SQLTableFunction.all.map(\.name)
    }

    private static let descriptions: Set<String> = [
        "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
        "foreign_key_list",
        "database_list", "collation_list", "function_list", "module_list", "pragma_list", "compile_options",
    ]

    private static let settings: Set<String> = [
        "application_id", "user_version", "schema_version", "journal_mode", "synchronous", "encoding",
        "page_size",
        "page_count", "freelist_count", "query_only", "cache_size", "foreign_keys", "auto_vacuum",
        "data_version",
    ]

    private static let own = Set(SQLFunction.all.map(\.name))

    private static let functions: Set<String> = {
        let words =
            // core
            "-> ->> abs changes char coalesce concat concat_ws format glob hex ifnull iif if instr last_insert_rowid "
            + "length like likelihood likely lower ltrim max min nullif octet_length printf quote random randomblob "
            + "replace round rtrim sign soundex sqlite_compileoption_get sqlite_compileoption_used sqlite_source_id "
            + "sqlite_version substr substring total_changes trim typeof unhex unicode unistr unistr_quote unlikely "
            + "upper zeroblob match regexp subtype "
            // aggregates and windows
            + "avg count group_concat string_agg sum total median percentile percentile_cont percentile_disc "
            + "row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value "
            // dates
            + "date time datetime julianday strftime unixepoch timediff current_date current_time current_timestamp "
            // mathematics
            + "acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod "
            + "pi pow power radians sin sinh sqrt tan tanh trunc "
            // JSON
            + "json json_array json_array_insert json_array_length json_error_position json_extract json_insert "
            + "json_object json_patch json_pretty json_quote json_remove json_replace json_set json_type json_valid "
            + "json_group_array json_group_object jsonb jsonb_array jsonb_extract jsonb_insert jsonb_object "
            + "jsonb_patch jsonb_remove jsonb_replace jsonb_set jsonb_group_array jsonb_group_object"
        return Set(words.split(separator: " ").map(String.init))
    }()
}
