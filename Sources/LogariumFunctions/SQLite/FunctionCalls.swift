import CSQLiteFunctions

/// SQLite's calls of the functions in `SQLFunction.all`, by their index there.
enum FunctionCalls {
    static let callbacks = csqlite_callbacks(
        call: { tag, arguments, count, context in
            let function = SQLFunction.all[Int(tag)]
            guard case .scalar(let body) = function.implementation else { return }
            answer(function, context) { () throws(SQLFunctionError) in
                try body(SQLArguments(function.arguments, arguments, count))
            }
        },
        begin: { tag, warehouse in
            Unmanaged.passRetained(Accumulation(of: SQLFunction.all[Int(tag)], in: warehouse)).toOpaque()
        },
        step: { accumulation, arguments, count, context in
            guard let accumulation else { return }
            let state = Unmanaged<Accumulation>.fromOpaque(accumulation).takeUnretainedValue()
            do throws(SQLFunctionError) {
                try state.aggregate?.step(SQLArguments(state.function.arguments, arguments, count))
            } catch {
                give(error, of: state.function, to: context)
            }
        },
        finish: { accumulation, context in
            guard let accumulation else { return }
            let state = Unmanaged<Accumulation>.fromOpaque(accumulation).takeRetainedValue()
            answer(state.function, context) { () throws(SQLFunctionError) in
                try state.aggregate?.finish() ?? .null
            }
        })

    /// One group's accumulator, with the function it is of.
    private final class Accumulation {
        let function: SQLFunction
        let aggregate: (any SQLAggregate)?

        init(of function: SQLFunction, in warehouse: UnsafeMutableRawPointer?) {
            self.function = function
            switch function.implementation {
            case .scalar: aggregate = nil
            case .aggregate(let make): aggregate = make()
            case .warehouseAggregate(let make): aggregate = ColumnReader.held(by: warehouse).map(make)
            }
        }
    }

    private static func answer(
        _ function: SQLFunction, _ context: UnsafeMutableRawPointer?,
        _ body: () throws(SQLFunctionError) -> SQLValue
    ) {
        do throws(SQLFunctionError) {
            try body().give(to: context)
        } catch {
            give(error, of: function, to: context)
        }
    }

    private static func give(
        _ error: SQLFunctionError, of function: SQLFunction, to context: UnsafeMutableRawPointer?
    ) {
        give(.error, Array("\(function.name): \(error.message)".utf8), to: context)
    }

    static func give(_ kind: csqlite_kind, _ bytes: [UInt8], to context: UnsafeMutableRawPointer?) {
        bytes.withUnsafeBytes { bytes in
            var value = csqlite_value(
                kind: kind, integer: 0, real: 0, bytes: bytes.baseAddress, count: Int64(bytes.count))
            csqlite_give(context, &value)
        }
    }
}

extension SQLArguments {
    /// Copies of the values that SQLite passes.
    init(_ arguments: [SQLArgument], _ values: UnsafePointer<csqlite_value>?, _ count: Int32) {
        self.init(
            arguments: arguments,
            values: UnsafeBufferPointer(start: values, count: Int(count)).map(SQLValue.init))
    }
}

extension SQLValue {
    /// A copy of what SQLite holds.
    init(_ value: csqlite_value) {
        let bytes = UnsafeRawBufferPointer(start: value.bytes, count: Int(value.count))
        switch value.kind {
        case .integer: self = .integer(value.integer)
        case .real: self = .real(value.real)
        case .text: self = .text(String(decoding: bytes, as: UTF8.self))
        case .blob: self = .blob(Array(bytes))
        case .null, .error: self = .null
        }
    }

    func give(to context: UnsafeMutableRawPointer?) {
        var value = csqlite_value()
        switch self {
        case .null: break
        case .integer(let integer): (value.kind, value.integer) = (.integer, integer)
        case .real(let real): (value.kind, value.real) = (.real, real)
        case .text(let text): return FunctionCalls.give(.text, Array(text.utf8), to: context)
        case .blob(let bytes): return FunctionCalls.give(.blob, bytes, to: context)
        }
        csqlite_give(context, &value)
    }
}
