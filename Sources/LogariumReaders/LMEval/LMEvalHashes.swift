import LogariumCore

/// The hashes by which examples are known again.
enum LMEvalHashes {
    /// The document's hash as the line gives it, or recomputed (0.4.0–0.4.2 give none).
    /// - Throws: `LineFault` when the line has no document.
    static func docHash(_ line: LMEvalLine, source: UnsafeRawBufferPointer) throws(LineFault) -> String {
        if let hash = line.docHash?.utf8, isDigest(hash) { return String(decoding: hash, as: UTF8.self) }
        guard let doc = JSONSpan.field("doc", of: source) else {
            throw LineFault(reason: "the line has no \"doc\"")
        }
        return PythonJSON.docHash(doc)
    }

    static func isDigest(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == 64 else { return false }
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): break
            default: return false
            }
        }
        return true
    }

    /// What the model saw: the document, each context and continuation, and the stated target.
    ///
    /// The target is left out where the continuation is the target (one-choice types): 0.5 writes "0" there.
    static func content(docHash: String, item: LMEvalItem, target: JSONElement?) -> Hash128 {
        var digest = SHA256Digest()
        digest.updateField(docHash)
        addRequests(of: item, to: &digest)
        if item.outputType == .multipleChoice || item.outputType == .generateUntil {
            digest.updateField(target.map(pythonText) ?? "")
        }
        return digest.finalizeHash128()
    }

    /// Prompt and choices: what identical questions share.
    static func question(of item: LMEvalItem) -> Hash128 {
        var digest = SHA256Digest()
        addRequests(of: item, to: &digest)
        return digest.finalizeHash128()
    }

    private static func addRequests(of item: LMEvalItem, to digest: inout SHA256Digest) {
        add(UInt64(item.count), to: &digest)
        for (index, request) in item.requests.enumerated() {
            // A long few-shot context is hashed once; no field is as long as the mark says.
            if index > 0, item.hasOneContext || request.context == item.requests[0].context {
                add(UInt64.max, to: &digest)
            } else {
                request.context.withBytes { digest.updateField($0) }
            }
            (request.continuation ?? .empty).withBytes { digest.updateField($0) }
        }
    }

    private static func add(_ number: UInt64, to digest: inout SHA256Digest) {
        withUnsafeBytes(of: number.littleEndian) { digest.update($0) }
    }

    /// `str(target)`: typed up to 0.4.3, this text since.
    static func pythonText(_ target: JSONElement) -> String {
        switch target.kind {
        case .string: target.string ?? ""
        case .array: "[" + target.elements.map(pythonText).joined(separator: ", ") + "]"
        case .bool: target.bool == true ? "True" : "False"
        case .null: "None"
        case .integer, .double, .object: JSONText.compact(target)
        }
    }
}
