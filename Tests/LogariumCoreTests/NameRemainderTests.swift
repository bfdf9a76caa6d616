import Testing

@testable import LogariumCore

/// A step stands anywhere in a name; what it is taken out of stays the model's name.
@Suite("What is left of a name without its coordinates")
struct NameRemainderTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let model: String
        var trainStep: Int?
        var rlhfStep: Int?
        var nParams: Int?
        var seed: Int?
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "lab/alpha-step100", model: "lab/alpha", trainStep: 100),
        Case(name: "lab/alpha_step_100", model: "lab/alpha", trainStep: 100),
        Case(name: "lab/alpha-step100-v2", model: "lab/alpha-v2", trainStep: 100),
        Case(
            name: "org/TinyX-1.1B-intermediate-step-100k-3T", model: "org/TinyX-1.1B-intermediate",
            trainStep: 100_000, nParams: 1_100_000_000),
        Case(name: "out/small-dpo-checkpoint-100", model: "out/small-dpo", rlhfStep: 100),
        Case(name: "out/large-dpo-checkpoint-200", model: "out/large-dpo", rlhfStep: 200),
        Case(
            name: "models/tiny-2m/step2000-rlhf50", model: "models/tiny-2m", trainStep: 2000, rlhfStep: 50,
            nParams: 2_000_000),
        Case(name: "acme/lm-160m-step1000", model: "acme/lm-160m", trainStep: 1000, nParams: 160_000_000),
        Case(name: "run/step_1000/model", model: "run/model", trainStep: 1000),
        Case(name: "run/global_step100/actor/huggingface", model: "run/actor/huggingface", trainStep: 100),
        Case(name: "run/iter-100-ckpt/hf", model: "run/ckpt/hf", trainStep: 100),
        Case(
            name: "dclm-baseline/150M/seed-14/step-25000", model: "dclm-baseline/150M", trainStep: 25000,
            nParams: 150_000_000, seed: 14),
        Case(name: "lab/beta-seed3", model: "lab/beta", seed: 3),
        Case(name: "step1000", model: "step1000", trainStep: 1000),
        Case(name: "EleutherAI/pythia-410m", model: "EleutherAI/pythia-410m", nParams: 410_000_000),
    ]

    static let spellings: [@Sendable (String) -> String] = [
        { $0 }, { $0 + "/" }, { $0 + "//" }, { $0 + "/." }, { $0 + "/./" },
        { $0.replacing("/", with: "//") }, { $0.replacing("/", with: "\\") },
    ]

    private func resolved(_ name: String) -> CheckpointIdentity {
        var reference = CheckpointReference(ref: name)
        reference.pretrained = name
        return reference.resolve(decided: CheckpointIdentity()).identity
    }

    @Test("is the same however its path is spelled", arguments: cases)
    func spelled(_ expected: Case) {
        for spelling in Self.spellings {
            let identity = resolved(spelling(expected.name))
            #expect(identity.model == expected.model, "\(spelling(expected.name))")
            #expect(identity.trainStep == expected.trainStep, "\(spelling(expected.name))")
            #expect(identity.rlhfStep == expected.rlhfStep, "\(spelling(expected.name))")
            #expect(identity.nParams == expected.nParams, "\(spelling(expected.name))")
            #expect(identity.seed == expected.seed, "\(spelling(expected.name))")
        }
    }

    @Test("keeps what stands before it", arguments: cases, ["s3://bucket/", "/weka/x/", "C:/runs/"])
    func prefixed(_ expected: Case, prefix: String) {
        let identity = resolved(prefix + expected.name)
        let remainder = expected.name == "step1000" ? prefix.dropLast() + "" : prefix + expected.model
        #expect(identity.model == remainder)
        #expect(identity.trainStep == expected.trainStep)
    }

    @Test(
        "has no size and no step out of hashes, dates and absurd numbers",
        arguments: [
            "org/4120b-model/6ba7b810-9dad-11d1-80b4-00c04fd430c8", "m/0d7b4120-4121-4b12-8b00-123456789012",
            "lab/checkpoint-20240315", "lab/m-2024-07-24", "m/99999999999999999999999999b",
            "m-1234567890123456b", "models/3fa9b12c7d", "lab/run-2024-07-24T12-00-00",
        ])
    func identifiers(name: String) {
        let identity = resolved(name)
        #expect(identity.trainStep == nil)
        if !name.contains("4120b-model") { #expect(identity.nParams == nil) }
        #expect(identity.model == name)
    }

    @Test(
        "does not trap on numbers that no integer holds",
        arguments: [
            "step99999999999999999999999999", "m-tokens99999999999999999999T", "m/seed-99999999999999999999",
            "x-rlhf99999999999999999999", "step1e400", "stage99999999999999999999",
        ])
    func outOfRange(name: String) {
        let identity = resolved(name)
        #expect(identity.model == name)
        #expect(identity.trainStep == nil && identity.rlhfStep == nil && identity.trainTokens == nil)
    }

    @Test("differs where subfolders or the rest of revisions differ")
    func beside() {
        func model(_ revision: String?, _ subfolder: String? = nil) -> String? {
            var reference = CheckpointReference(ref: "org/m")
            (reference.pretrained, reference.revision, reference.subfolder) = ("org/m", revision, subfolder)
            return reference.resolve(decided: CheckpointIdentity()).identity.model
        }
        #expect(model("step100") == "org/m")
        #expect(model("step100-tokens4B") == "org/m")
        #expect(model("stage1-step100") != model("stage2-step100"))
        #expect(model("main", "small/step_100") == "org/m/small")
        #expect(model("main", "large/step_100") == "org/m/large")
    }

    /// PolyPythias keep the seed in the path and the step in the revision.
    @Test(
        "takes each coordinate from the first of its names that has it, and keeps what another says otherwise"
    )
    func acrossNames() {
        func identity(_ path: String, _ revision: String?, _ subfolder: String? = nil) -> CheckpointIdentity {
            var reference = CheckpointReference(ref: path)
            (reference.pretrained, reference.revision, reference.subfolder) = (path, revision, subfolder)
            return reference.resolve(decided: CheckpointIdentity()).identity
        }
        let poly = identity("EleutherAI/pythia-14m-seed3", "step1000")
        #expect(poly.model == "EleutherAI/pythia-14m" && poly.seed == 3 && poly.trainStep == 1000)
        let folder = identity("lab/m-seed2", nil, "step_50")
        #expect(folder.model == "lab/m" && folder.seed == 2 && folder.trainStep == 50)
        let twice = identity("lab/m-step1000", "step1000")
        #expect(twice.model == "lab/m" && twice.trainStep == 1000)
        let other = identity("lab/m-step500", "step1000")
        #expect(other.model == "lab/m-step500" && other.trainStep == 1000)
        let seeds = identity("lab/m-seed1", "seed2-step1000")
        #expect(seeds.model == "lab/m-seed1" && seeds.seed == 2)
        let budget = identity("lab/m-tokens300B", "step1000")
        #expect(budget.trainTokens == nil && budget.model == "lab/m-tokens300B")
    }

    @Test("two sizes in one name are no size")
    func sizes() {
        #expect(resolved("exp-1b/pythia-70m").nParams == nil)
        #expect(resolved("pythia-70m/pythia-70m-deduped").nParams == 70_000_000)
    }
}
