using System.Text.Json.Serialization;

namespace GhostNet.Training;

/// <summary>Stands in a checkpoint for an optimiser of the user's own, which is code.</summary>
/// <param name="Description">What it was, in words.</param>
internal sealed record OwnOptimizer(string Description) : IOptimizer
{
    [JsonIgnore]
    public IReadOnlyList<string> StateNames => throw OwnParts.Missing("optimiser", Description);

    public void Update(WeightSlice slice, double learningRate, long step) => throw OwnParts.Missing("optimiser", Description);
}
