using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GhostNet.Benchmarks.Running;
using GhostNet.Models;
using static TorchSharp.torch;

namespace GhostNet.Benchmarks.Networks;

/// <summary>This library's network and, in other processes, the same network with the same weights, checked to give the same numbers.</summary>
internal sealed class ComparedNetwork : IDisposable
{
    /// <summary>Images whose logits are compared.</summary>
    public const int SampleCount = 8;

    /// <summary>Largest difference of logits, as a share of the largest logit or of 1.</summary>
    private const double Tolerance = 1e-4;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly NetworkCase _case;
    private readonly Tensor _samples;
    private readonly List<(Companion Companion, string Key)> _elsewhere = [];

    /// <summary>Builds this library's network.</summary>
    public ComparedNetwork(NetworkCase network)
    {
        _case = network;
        manual_seed(0);
        _samples = Images(SampleCount);
        Own = new GhostNetV1(network.Config);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();

        // Batch normalisation needs running statistics that fit the weights, or logits mean nothing.
        Own.train();
        for (var batch = 0; batch < 15; batch++)
        {
            Own.call(randn(16, network.Config.InputChannels, 32, 32));
        }
    }

    /// <summary>This library's network.</summary>
    public GhostNetV1 Own { get; }

    /// <summary>Noise of the size of normalised images, <c>[N, C, 32, 32]</c>. The caller disposes it.</summary>
    public static Tensor Images(GhostNetConfig config, int count) => randn(count, config.InputChannels, 32, 32);

    /// <summary>Labels for as many images. The caller disposes them.</summary>
    public static Tensor Labels(GhostNetConfig config, int count) => randint(0, config.Classes, new long[] { count }, ScalarType.Int64);

    /// <summary>A network's logits. The caller's dispose scope owns them.</summary>
    public static Tensor Logits(nn.Module<Tensor, Tensor> network, Tensor samples, bool training)
    {
        using var noGradient = no_grad();
        manual_seed(1); // The same dropout for all.
        network.train(training);
        return network.call(samples);
    }

    /// <summary>Predicts once, with a network that was put into evaluation mode.</summary>
    public static void Predict(nn.Module<Tensor, Tensor> network, Tensor images)
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        network.call(images);
    }

    /// <summary>Reads what was written for another process.</summary>
    public static void ReadWeights(string file, nn.Module network, Tensor samples)
    {
        using var scope = NewDisposeScope();
        using var stream = File.OpenRead(file);
        foreach (var value in Values(network).Append(samples))
        {
            stream.ReadExactly(value.bytes);
        }
    }

    /// <inheritdoc cref="Images(GhostNetConfig, int)"/>
    public Tensor Images(int count) => Images(_case.Config, count);

    /// <inheritdoc cref="Labels(GhostNetConfig, int)"/>
    public Tensor Labels(int count) => Labels(_case.Config, count);

    /// <summary>Makes sure that another network with these weights gives the same logits.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public void Compare(string name, nn.Module<Tensor, Tensor> other)
    {
        using var scope = NewDisposeScope();
        Compare(name, Logits(Own, _samples, training: false), Logits(other, _samples, training: false));
    }

    /// <summary>The plain port, and PyTorch in both layouts where there is PyTorch; each with the same weights and compared with this library's network.</summary>
    /// <param name="run">The run, whose processes they use.</param>
    /// <param name="work">What is timed: <c>train</c> or <c>predict</c>.</param>
    /// <param name="batch">Images of a batch.</param>
    /// <exception cref="InvalidOperationException">One gives other numbers.</exception>
    public IReadOnlyList<Contender> Others(BenchmarkRun run, string work, int batch)
    {
        var file = Path.GetTempFileName();
        try
        {
            WriteWeights(file);
            using var scope = NewDisposeScope();
            var (predicting, training) = (Logits(Own, _samples, training: false), Logits(Own, _samples, training: true));
            var others = new List<Contender> { Create(run.Plain, PlainChild.Name, "default") };
            if (run.Python is { } python)
            {
                others.Add(Create(python, "PyTorch", "default"));
                others.Add(Create(python, "PyTorch, channels-last", "channels_last"));
            }

            return others;

            Contender Create(Companion companion, string name, string layout)
            {
                var key = $"{_case.Name} {batch} {layout}";
                var answer = companion.Ask(new JsonObject
                {
                    ["do"] = "create",
                    ["key"] = key,
                    ["network"] = _case.Name,
                    ["config"] = JsonSerializer.SerializeToNode(_case.Config, s_json),
                    ["weights"] = file,
                    ["batch"] = batch,
                    ["layout"] = layout,
                });
                _elsewhere.Add((companion, key));
                Compare(name, predicting, Read(answer["logits"]!));
                if (answer["training"] is { } logits)
                {
                    Compare(name + ", training", training, Read(logits));
                }

                return companion.Contender(name, work, key);
            }

            Tensor Read(JsonNode logits) => tensor(logits.Deserialize<float[]>()!, predicting.shape);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public void Dispose()
    {
        foreach (var (companion, key) in _elsewhere)
        {
            companion.Ask(new JsonObject { ["do"] = "remove", ["key"] = key });
        }

        Own.Dispose();
        _samples.Dispose();
    }

    /// <summary>All weights in the order of their names.</summary>
    private static IEnumerable<Tensor> Values(nn.Module network) => network.state_dict()
        .Where(entry => entry.Value.is_floating_point())
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => entry.Value.detach());

    /// <summary>The numbers of all weights, then the samples.</summary>
    private void WriteWeights(string file)
    {
        using var scope = NewDisposeScope();
        using var stream = File.Create(file);
        foreach (var value in Values(Own).Append(_samples))
        {
            stream.Write(value.bytes);
        }
    }

    private void Compare(string name, Tensor own, Tensor other)
    {
        var difference = (own - other).abs().max().item<float>() / Math.Max(1, own.abs().max().item<float>());
        if (!(difference <= Tolerance))
        {
            throw new InvalidOperationException(
                $"{_case.Name}: {name} gives other logits (difference {Report.Invariant($"{difference:E2}")}), so its times would mean nothing.");
        }
    }
}
