import Foundation

/// Writes `EmbeddedText.files`: the folder, the name and the text of every file given.
@main
struct EmbedTextTool {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().map { URL(fileURLWithPath: $0) }
        guard let output = arguments.first else { return }
        let entries = try arguments.dropFirst().map { url in
            let text = try String(contentsOf: url, encoding: .utf8)
            let folder = url.deletingLastPathComponent().lastPathComponent
            let name = url.deletingPathExtension().lastPathComponent
            return "        (\"\(folder)\", \"\(name)\", ####\"\"\"\n\(text)\n\"\"\"####),"
        }
        let source = """
            enum EmbeddedText {
                static let files: [(folder: String, name: String, text: String)] = [
            \(entries.joined(separator: "\n"))
                ]
            }

            """
        try source.write(to: output, atomically: true, encoding: .utf8)
    }
}
