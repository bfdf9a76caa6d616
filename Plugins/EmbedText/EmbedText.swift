import PackagePlugin

/// Turns the SQL, HTML, CSS and JavaScript files below a target into one Swift file of string literals.
@main
struct EmbedText: BuildToolPlugin {
    private static let suffixes = ["sql", "mustache", "css", "js"]

    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        guard let module = target.sourceModule else { return [] }
        let inputs = Self.suffixes.flatMap { module.sourceFiles(withSuffix: $0).map(\.url) }
            .sorted { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedText.swift")
        return [
            .buildCommand(
                displayName: "Embedding \(inputs.count) text files",
                executable: try context.tool(named: "embed-text").url,
                arguments: [output.path] + inputs.map(\.path),
                inputFiles: inputs, outputFiles: [output])
        ]
    }
}
