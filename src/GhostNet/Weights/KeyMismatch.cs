using GhostNet.IO;

namespace GhostNet.Weights;

/// <summary>A weight, or a setting of the network, that differs between a file and a model.</summary>
public sealed class KeyMismatch
{
    internal KeyMismatch(string name, string inModel, string inFile)
    {
        Name = name;
        InModel = inModel;
        InFile = inFile;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What the model has, such as "Float32 [16, 3, 3, 3]".</summary>
    internal string InModel { get; }

    /// <summary>What the file has.</summary>
    internal string InFile { get; }

    /// <summary>The difference in one line.</summary>
    public override string ToString() => $"{ForeignText.Show(Name)} is {ForeignText.Show(InFile)} in the file, {ForeignText.Show(InModel)} in the model";
}
