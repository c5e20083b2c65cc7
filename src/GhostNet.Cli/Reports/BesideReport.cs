using GhostNet.Interactive;
using GhostNet.Interactive.Views;
using GhostNet.Metrics;
using GhostNet.Training;

namespace GhostNet.Cli.Reports;

/// <summary>A second training, which the page about a first one shows beside it.</summary>
/// <param name="Name">What the first is called here.</param>
/// <param name="OtherName">What this one is called here.</param>
/// <param name="History">The results of each epoch.</param>
/// <param name="Facts">How its network is configured and how it was started.</param>
/// <param name="Evaluation">How well it knows the test images; null when it was not evaluated.</param>
internal sealed record BesideReport(
    string Name, string OtherName, TrainingHistory History, IReadOnlyList<KeyValuePair<string, string>> Facts, Evaluation? Evaluation)
{
    /// <summary>The curves and results of both, and in what they differ.</summary>
    /// <param name="first">The first training.</param>
    public IReadOnlyList<View> Views(TrainingReport first)
    {
        Dictionary<string, string> ones = first.ModelFacts.Concat(first.Settings).ToDictionary(), others = Facts.ToDictionary();
        var different = ones.Keys.Union(others.Keys)
            .Select(name => new KeyValuePair<string, string>(name, $"{ones.GetValueOrDefault(name, "–")} beside {others.GetValueOrDefault(name, "–")}"))
            .Where(fact => ones.GetValueOrDefault(fact.Key) != others.GetValueOrDefault(fact.Key))
            .ToList();
        return
        [
            first.History.Beside(History, Name, OtherName, first.Evaluation, Evaluation),
            new FactsView("In what they differ", different, different.Count == 0 ? "Their networks and settings are the same." : ""),
        ];
    }
}
