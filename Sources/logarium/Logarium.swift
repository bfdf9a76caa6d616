import ArgumentParser

@main
struct Logarium: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logarium",
        abstract: "A results warehouse for language-model evaluation.")
}
