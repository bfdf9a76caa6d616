/// A part of the report: its words, and what follows them as HTML.
struct Section {
    /// Of the element, for links.
    let id: String
    let title: String
    /// Paragraphs.
    var intro: [String]
    /// Written by `FigureMarkup`, `TableMarkup` and the like, which escape what they are given.
    var body: String

    init(id: String, title: String, intro: [String] = [], body: String = "") {
        (self.id, self.title, self.intro, self.body) = (id, title, intro, body)
    }
}
