using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GhostNet.Benchmarks.Plain;
using GhostNet.Benchmarks.Running;
using GhostNet.Models;
using static TorchSharp.torch;

namespace GhostNet.Benchmarks.Networks;

/// <summary>This library's network and the plain port of it, with the same weights, and checked to give the same numbers.</summary>
internal sealed class NetworkPair : IDisposable
{
    /// <summary>Largest difference of logits, as a share of the largest logit or of 1.</summary>
    private const double Tolerance = 1e-4;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly NetworkCase _case;
    private readonly Tensor _samples;
    private readonly List<(PythonChild Child, string Key)> _inPython = [];

    /// <summary>Builds and compares both networks.</summary>
    /// <exception cref="InvalidOperationException">They give different numbers.</exception>
    public NetworkPair(NetworkCase network)
    {
        _case = network;
        manual_seed(0);
        _samples = Images(8);
        Own = new GhostNetV1(network.Config);
        Plain = new PlainGhostNet(network.Config);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();

        // Batch normalisation needs running statistics that fit the weights, or logits mean nothing.
        Own.train();
        for (var batch = 0; batch < 15; batch++)
        {
            Own.call(randn(16, network.Config.InputChannels, 32, 32));
        }

        Plain.load_state_dict(Own.state_dict());
        Compare("the plain port, training", Logits(Own, training: true), Logits(Plain, training: true));
        Compare("the plain port, predicting", Logits(Own, training: false), Logits(Plain, training: false));
    }

    /// <summary>This library's network.</summary>
    public GhostNetV1 Own { get; }

    /// <summary>The plain port.</summary>
    public PlainGhostNet Plain { get; }

    /// <summary>Noise of the size of normalised images, <c>[N, C, 32, 32]</c>. The caller disposes it.</summary>
    public Tensor Images(int count) => randn(count, _case.Config.InputChannels, 32, 32);

    /// <summary>Labels for as many images. The caller disposes them.</summary>
    public Tensor Labels(int count) => randint(0, _case.Config.Classes, new long[] { count }, ScalarType.Int64);

    /// <summary>Makes sure that another network with these weights gives the same logits.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public void Compare(string name, nn.Module<Tensor, Tensor> other)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Compare(name, Logits(Own, training: false), Logits(other, training: false));
    }

    /// <summary>PyTorch's network with the same weights, in both layouts, compared with this library's.</summary>
    /// <param name="python">PyTorch.</param>
    /// <param name="work">What is timed: the script's name for it.</param>
    /// <param name="batch">Images of a batch.</param>
    public IEnumerable<Contender> InPython(PythonChild python, string work, int batch)
    {
        var file = Path.GetTempFileName();
        try
        {
            WriteWeights(file);
            foreach (var (name, layout) in new[] { ("PyTorch", "default"), ("PyTorch, channels-last", "channels_last") })
            {
                var key = $"{_case.Name} {batch} {layout}";
                var answer = python.Ask(new JsonObject
                {
                    ["do"] = "create",
                    ["key"] = key,
                    ["config"] = JsonSerializer.SerializeToNode(_case.Config, s_json),
                    ["weights"] = file,
                    ["batch"] = batch,
                    ["layout"] = layout,
                });
                _inPython.Add((python, key));
                using var scope = NewDisposeScope();
                using var noGradient = no_grad();
                var own = Logits(Own, training: false);
                Compare(name, own, tensor(answer["logits"].Deserialize<float[]>()!, own.shape));
                yield return python.Contender(name, work, key);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    public void Dispose()
    {
        foreach (var (child, key) in _inPython)
        {
            child.Ask(new JsonObject { ["do"] = "remove", ["key"] = key });
        }

        Own.Dispose();
        Plain.Dispose();
        _samples.Dispose();
    }

    /// <summary>The numbers of all weights in the order of their names, then the samples.</summary>
    private void WriteWeights(string file)
    {
        using var stream = File.Create(file);
        foreach (var (_, value) in Own.state_dict().Where(entry => entry.Value.is_floating_point()).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            stream.Write(value.detach().bytes);
        }

        stream.Write(_samples.bytes);
    }

    private Tensor Logits(nn.Module<Tensor, Tensor> network, bool training)
    {
        manual_seed(1); // The same dropout for both.
        network.train(training);
        return network.call(_samples);
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
