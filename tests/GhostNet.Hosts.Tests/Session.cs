namespace GhostNet.Hosts.Tests;

/// <summary>A session with the package referenced and a few values in both languages, for the tests that leave it usable.</summary>
public sealed class Session : IAsyncLifetime
{
    /// <summary>The names that the tests use.</summary>
    private static readonly Dictionary<string, string> s_opened = new()
    {
        ["csharp"] = """
            using System.Threading;
            using GhostNet.Data;
            using GhostNet.Inspection;
            using GhostNet.Interactive;
            using GhostNet.Metrics;
            using GhostNet.Models;
            using GhostNet.Training;
            using TorchSharp;
            var data = Shapes.Create(1_000, 100);
            var config = GhostNetConfig.Cifar(0.1);
            """,
        ["fsharp"] = """
            open System.Threading
            open GhostNet.Data
            open GhostNet.Inspection
            open GhostNet.Interactive
            open GhostNet.Metrics
            open GhostNet.Models
            open GhostNet.Training
            open TorchSharp
            let data = Shapes.Create(1_000, 100)
            let config = GhostNetConfig.Cifar 0.1
            """,
    };

    /// <summary>The host.</summary>
    internal StdioHost Host { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        await Host.ReferenceAsync();
        foreach (var (language, code) in s_opened)
        {
            await Host.SucceedAsync(code, language);
        }
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
