import LogariumCore
import Testing

@testable import LogariumReaders

@Suite("JSON as Python writes it")
struct JSONTests {
    private func root(_ text: String, _ body: (JSONElement) throws -> Void) throws {
        let parser = try JSONParser()
        try body(parser.parse(text))
    }

    @Test("bare NaN and infinities are numbers, inside strings they are text")
    func bareTokens() throws {
        try root(#"{"a": NaN, "b": [-Infinity, Infinity], "c": "NaN, \" Infinity", "d": -1e999}"#) { root in
            #expect(root["a"]?.number?.isNaN == true)
            #expect(root["b"]?[0]?.number == -.infinity)
            #expect(root["b"]?[1]?.number == .infinity)
            #expect(root["c"]?.string == "NaN, \" Infinity")
            #expect(root["d"]?.number == -.infinity)
        }
    }

    @Test("an integer beyond 64 bits is read, with its digits")
    func oversizedInteger() throws {
        try root(#"{"limit": 100000000000000000000, "id": 18446744073709551615}"#) { root in
            #expect(root["limit"]?.string == "100000000000000000000")
            #expect(root["limit"]?.number == 1e20)
            #expect(root["id"]?.number == 0x1p64)
        }
    }

    @Test(
        "strings spell numbers as Python does",
        arguments: [
            ("-12.5", -12.5), ("inf", .infinity), ("-inf", -.infinity), ("-Infinity", -.infinity),
            ("1e-05", 1e-05),
        ])
    func spelled(text: String, value: Double) throws {
        try root("[\"\(text)\"]") { #expect($0[0]?.number == value) }
    }

    @Test("what is no number is none", arguments: ["", "0x10", "1,5", "nan(1)", "12a", "True", "e"])
    func notNumbers(text: String) { #expect(NumberText.double(text) == nil) }

    @Test("a NUL character cuts nothing off")
    func nul() throws {
        try root(#"["a\u0000b"]"#) { #expect($0[0]?.string == "a\0b") }
    }

    @Test(
        "a fault is told in words",
        arguments: [#"{"a": "b"#, "{\"a\": \"\u{1}\"}", "{} {}", "not json", "", "{\"a\": nan}", "[1,]"])
    func faults(text: String) throws {
        let parser = try JSONParser()
        let fault = #expect(throws: JSONFault.self) { try parser.parse(text) }
        #expect(fault?.reason.isEmpty == false)
    }

    @Test("bytes that are not UTF-8 are refused")
    func invalidText() throws {
        let parser = try JSONParser()
        var padded = PaddedBytes()
        [UInt8](arrayLiteral: 0x22, 0xFF, 0xFE, 0x22).withUnsafeBytes { padded.replace(with: $0) }
        #expect(throws: JSONFault.self) { try parser.parse(padded.text) }
    }

    @Test("the source's bytes of a field are found, whatever is in strings")
    func span() {
        let text = Array(#"{ "x": "doc\": {", "doc" : {"a": [1.50, "}"]} , "y": 1}"#.utf8)
        text.withUnsafeBytes { bytes in
            #expect(
                JSONSpan.field("doc", of: bytes).map { String(decoding: $0, as: UTF8.self) }
                    == #"{"a": [1.50, "}"]}"#)
            #expect(JSONSpan.field("z", of: bytes) == nil)
        }
    }

    @Test("a document is indented and escaped as json.dumps does it")
    func pythonText() {
        let source = #"{"a":1.0,"b":[],"c":{},"d":[1e-5,NaN,"\u00e9\/\u0001\ud83d\ude00\""]}"#
        let expected = """
            {
              "a": 1.0,
              "b": [],
              "c": {},
              "d": [
                1e-5,
                NaN,
                "é/\\u0001😀\\""
              ]
            }
            """
        let text = Array(source.utf8).withUnsafeBytes { PythonJSON.indented($0) }
        #expect(String(decoding: text, as: UTF8.self) == expected)
    }

    @Test("a kept document is JSON without loose space, its digits as written")
    func compact() {
        let text = Array("{ \"a\" : 1.50,\n \"b\": NaN, \"c\": \"x  y\" }".utf8).withUnsafeBytes(
            JSONSanitizer.compact)
        #expect(text == #"{"a":1.50,"b":"NaN","c":"x  y"}"#)
    }
}
