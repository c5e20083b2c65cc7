using GhostNet.IO;

namespace GhostNet.Weights;

/// <summary>A weight, or a setting of the network, that differs between a file and a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="InModel">What the model has, such as "Float32 [16, 3, 3, 3]".</param>
/// <param name="InFile">What the file has.</param>
public sealed record KeyMismatch(string Name, string InModel, string InFile)
{
    /// <summary>The difference in one line.</summary>
    public override string ToString() => $"{ForeignText.Show(Name)} is {ForeignText.Show(InFile)} in the file, {ForeignText.Show(InModel)} in the model";
}
