/// How long a question may take and who may stop it.
public struct ReadLimits: Sendable {
    /// Seconds from the opening of the connection; nil: no limit.
    public var timeout: Double?
    /// Asked every few thousand steps of the engine, from its thread; true stops the question.
    public var isCancelled: @Sendable () -> Bool

    public init(timeout: Double? = nil, isCancelled: @escaping @Sendable () -> Bool = { false }) {
        self.timeout = timeout
        self.isCancelled = isCancelled
    }
}

/// Watches the limits of one connection.
final class ReadWatch: Sendable {
    private let limits: ReadLimits
    private let deadline: ContinuousClock.Instant?
    /// Seconds beyond which nobody waits, and that every clock can add.
    private static let longest = 1e9

    init(_ limits: ReadLimits) {
        self.limits = limits
        deadline = limits.timeout.map { .now + .seconds($0.isNaN ? 0 : min(max($0, 0), Self.longest)) }
    }

    /// Why the question must stop; nil while it may go on.
    var reasonToStop: ReadError? {
        if limits.isCancelled() { return .interrupted }
        if let deadline, let timeout = limits.timeout, ContinuousClock.now >= deadline {
            return .timedOut(seconds: timeout)
        }
        return nil
    }
}
