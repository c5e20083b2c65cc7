using System.Text.Json;
using System.Text.Json.Nodes;
using GhostNet.Benchmarks.Networks;
using GhostNet.Benchmarks.Running;
using static TorchSharp.torch;

namespace GhostNet.Benchmarks.Plain;

/// <summary>The plain port, driven line by line as <c>scripts/benchmark.py</c> is.</summary>
internal static class PlainServer
{
    /// <summary>Answers until there are no more questions.</summary>
    public static void Run(TextReader questions, TextWriter answers)
    {
        var networks = new Dictionary<string, Network>();
        while (questions.ReadLine() is { } line)
        {
            answers.WriteLine(Answer(networks, JsonNode.Parse(line)!).ToJsonString());
            answers.Flush();
        }
    }

    private static JsonObject Answer(Dictionary<string, Network> networks, JsonNode question)
    {
        var (work, key) = ((string)question["do"]!, (string)question["key"]!);
        switch (work)
        {
            case "create":
                var network = networks[key] = new Network(question);
                return new JsonObject
                {
                    ["logits"] = JsonSerializer.SerializeToNode(network.Logits(training: false)),
                    ["training"] = JsonSerializer.SerializeToNode(network.Logits(training: true)),
                };
            case "remove":
                networks.Remove(key, out var removed);
                removed!.Dispose();
                return [];
            default:
                var one = networks[key];
                var contender = Contender.Of(key, work == "train" ? one.Train : one.Predict);
                return new JsonObject { ["milliseconds"] = JsonSerializer.SerializeToNode(contender.Turn((double)question["seconds"]!)) };
        }
    }

    private sealed class Network : IDisposable
    {
        private readonly PlainGhostNet _network;
        private readonly PlainTraining _training;
        private readonly Tensor _samples;
        private readonly Tensor _images;
        private readonly Tensor _labels;

        public Network(JsonNode question)
        {
            var config = NetworkCase.Named((string)question["network"]!).Config;
            _network = new PlainGhostNet(config);
            _training = new PlainTraining(_network);
            _samples = ComparedNetwork.Images(config, ComparedNetwork.SampleCount);
            ComparedNetwork.ReadWeights((string)question["weights"]!, _network, _samples);
            var batch = (int)question["batch"]!;
            _images = ComparedNetwork.Images(config, batch);
            _labels = ComparedNetwork.Labels(config, batch);
        }

        public float[] Logits(bool training)
        {
            using var scope = NewDisposeScope();
            return ComparedNetwork.Logits(_network, _samples, training).data<float>().ToArray();
        }

        public void Train() => _training.Step(_images, _labels);

        public void Predict()
        {
            _network.eval();
            ComparedNetwork.Predict(_network, _images);
        }

        public void Dispose()
        {
            _training.Dispose();
            _network.Dispose();
            _samples.Dispose();
            _images.Dispose();
            _labels.Dispose();
        }
    }
}
