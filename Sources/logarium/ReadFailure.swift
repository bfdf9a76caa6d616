import ArgumentParser
import LogariumOutput
import LogariumStore

/// Turns what a read verb may meet into exit codes: 64 usage, 130 interrupted, 0 for a pipe that was closed.
func reportingFailures(_ body: () throws -> Void) throws {
    defer { WaitingLine.end() }
    do {
        try body()
    } catch OutputError.closedPipe {
        throw ExitCode.success
    } catch ReadError.interrupted {
        Hint.print("interrupted")
        throw ExitCode(130)
    } catch let error as ReadError where error.isUsage {
        throw ValidationError(error.description)
    }
}

extension ReadLimits {
    /// Until Ctrl-C, and no longer than the time given.
    static func interactive(timeout: Double? = nil) -> ReadLimits {
        Interruption.listen()
        WaitingLine.begin()
        return ReadLimits(timeout: timeout) {
            WaitingLine.tick()
            return Interruption.isRequested
        }
    }

    /// Throws when Ctrl-C was pressed.
    func checkCancelled() throws {
        if isCancelled() { throw ReadError.interrupted }
    }
}

extension ReadError {
    fileprivate var isUsage: Bool {
        switch self {
        case .noSuchQuery, .noSuchKind, .noSuchParameter, .noSuchColumn, .missingParameter, .badValue: true
        default: false
        }
    }
}
