import ArgumentParser
import Glibc
import LogariumCharts
import LogariumStore

/// What a shell completes beside files: names of queries and charts, parameters and their values.
enum Completions {
    static let queries = CompletionKind.list(QueryCatalog.names)
    static let charts = CompletionKind.list(ChartKind.allCases.map(\.rawValue))
    static let checkKinds = CompletionKind.list(CheckKind.allNames)

    /// `name=` of a query's parameters; after it the values that there are, those of the warehouse too.
    static let parameters = CompletionKind.custom { arguments, _, prefix in
        parameterWords(arguments, prefix)
    }

    private static func parameterWords(_ arguments: [String], _ prefix: String) -> [String] {
        let known = Dictionary(
            queries(in: arguments).flatMap { query in query.parameters.map { ($0.name, (query, $0)) } },
            uniquingKeysWith: { first, _ in first })
        guard let mark = prefix.firstIndex(of: "=") else { return known.keys.sorted().map { $0 + "=" } }
        let name = String(prefix[..<mark])
        guard let (query, parameter) = known[name] else { return [] }
        // Of a list the last element is being written.
        let typed = prefix[prefix.index(after: mark)...]
        let head = typed.lastIndex(of: ",").map { String(typed[...$0]) } ?? ""
        var words = parameter.words
        if words.isEmpty,
            let connection = try? ReadConnection(
                path: warehouse(in: arguments), limits: ReadLimits(timeout: patience))
        {
            words = (try? connection.values(of: parameter, in: query)) ?? []
        }
        return words.prefix(longest).map { "\(name)=\(head)\($0)" }
    }

    private static let patience = 1.0
    private static let longest = 500

    /// The query that is asked, or those of the chart that is drawn.
    private static func queries(in arguments: [String]) -> [QueryDefinition] {
        let names = arguments.flatMap { word -> [String] in
            if QueryCatalog.names.contains(word) { return [word] }
            return ChartKind(rawValue: word)?.chart.questions.map(\.query) ?? []
        }
        return names.compactMap { try? QueryCatalog.query($0) }
    }

    private static func warehouse(in arguments: [String]) -> String {
        let place = arguments.firstIndex(of: "--db")
        let given = place.map { Array(arguments[$0...].prefix(2)) } ?? []
        return (try? WarehouseOption.parse(given))?.path ?? ""
    }

    // MARK: The scripts

    /// The script that was asked for as `--generate-completion-script SHELL`; nil where none was.
    static func script(askedBy arguments: [String]) -> String? {
        let option = "--generate-completion-script"
        for (place, word) in arguments.enumerated() where word == option || word.hasPrefix(option + "=") {
            let next = arguments.indices.contains(place + 1) ? arguments[place + 1] : ""
            let shell = word == option ? next : String(word.dropFirst(option.count + 1))
            guard shell == "bash" else { return nil }
            return Logarium.completionScript(for: .bash)
                .replacing(
                    "complete -o filenames -F _logarium logarium",
                    with: "complete -o filenames -o nosort -F __logarium_of_whole_words logarium")
                + bashWords
        }
        return nil
    }

    /// bash breaks words at `=`, but `name=value` is one: its parts are put together, and what it knows of taken off.
    private static let bashWords = """

        __logarium_of_whole_words() {
            local -a whole=()
            local -i place current=0
            for ((place = 0; place < ${#COMP_WORDS[@]}; place++)); do
                if ((place > 1)) && [[ "${COMP_WORDS[place]}" = '=' || "${COMP_WORDS[place - 1]}" = '=' ]]; then
                    whole[${#whole[@]} - 1]+="${COMP_WORDS[place]}"
                else
                    whole+=("${COMP_WORDS[place]}")
                fi
                if ((place == COMP_CWORD)); then current=$((${#whole[@]} - 1)); fi
            done
            local -a COMP_WORDS=("${whole[@]}")
            local -i COMP_CWORD=${current}
            local word="${whole[current]}"
            _logarium "${1}" "${word}" "${whole[current - 1]}"
            if [[ "${word}" = *=* && "${COMP_WORDBREAKS}" = *=* ]]; then
                COMPREPLY=("${COMPREPLY[@]#"${word%%=*}="}")
            fi
            # A name that ends in = is not a whole word yet.
            if [[ "${#COMPREPLY[@]}" -eq 1 && "${COMPREPLY[0]}" = *= ]]; then compopt -o nospace +o filenames; fi
        }
        """
}
