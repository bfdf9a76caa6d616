import Testing

@testable import LogariumReaders

@Suite("Arguments of a model")
struct ModelConditionTests {
    private static let cases: [(arguments: String, conditions: [String], variant: String?)] = [
        (#""pretrained=org/m,dtype=float32,device=cuda:0,parallelize=True""#, [], nil),
        (#""pretrained=org/m,load_in_4bit=True""#, ["load_in_4bit"], "load_in_4bit"),
        (
            #"{"pretrained":"org/m","load_in_4bit":true,"bnb_4bit_quant_type":"nf4"}"#,
            ["bnb_4bit_quant_type=nf4", "load_in_4bit"], "bnb_4bit_quant_type=nf4, load_in_4bit"
        ),
        (#"{"pretrained":"org/m","load_in_8bit":false,"trust_remote_code":true}"#, [], nil),
        (#""pretrained=org/m,gguf_file=m.Q4.gguf""#, ["gguf_file=m.Q4.gguf"], nil),
        (#""pretrained=org/m,tokenizer=org/other""#, ["tokenizer=org/other"], nil),
        (#""pretrained=org/m,tokenizer=org/m""#, [], nil),
        (#""pretrained=org/base,peft=org/adapter""#, ["base=org/base"], nil),
        (#""pretrained=org/m,autogptq=model.safetensors""#, ["autogptq=model.safetensors"], nil),
        (#""pretrained=org/m,add_bos_token=None""#, [], nil),
    ]

    @Test("that change the model are conditions, those that say where it runs are not", arguments: cases)
    func conditions(text: String, expected: [String], variant: String?) throws {
        let parser = try JSONParser()
        let root = try parser.parse("{\"model_args\":\(text)}")
        let arguments = LMEvalModelArguments(root["model_args"])
        #expect(arguments.conditions == expected)
        #expect(arguments.variant == variant)
    }
}
