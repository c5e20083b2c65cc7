using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>Loads weights into models and saves them, in formats that other libraries read, too.</summary>
public static class WeightLoading
{
    /// <summary>Loads the weights of a file: all, or none if they do not fit.</summary>
    /// <remarks>
    /// The file may be safetensors, a checkpoint of a training, or one of PyTorch. Names are those of PyTorch: the authors' files,
    /// timm's and those saved here fit a model of the same kind. A prefix that a wrapper put before every name (<c>module.</c>) is
    /// removed; <c>num_batches_tracked</c> may be missing; other floating-point types are converted. If the file describes its
    /// network, the model must be built in the same way: shapes alone do not show the stride of a convolution. The model keeps its
    /// device and its mode.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="path">A file with the extension .safetensors or .ckpt, or .pth, .pt, .bin or .tar for a PyTorch checkpoint.</param>
    /// <param name="strict">Whether every weight must fit. If false, those that fit are loaded, and the result names the others.</param>
    /// <param name="skipClassifier">Leaves the last linear layer as it is, for another number of classes.</param>
    /// <returns>What was loaded, and what was not.</returns>
    /// <exception cref="ArgumentException">The file's name has another extension.</exception>
    /// <exception cref="WeightFileException">The file cannot be read.</exception>
    /// <exception cref="WeightMismatchException">A weight does not fit or, with <paramref name="strict"/> false, none does. The model is unchanged.</exception>
    public static StateDictLoadResult LoadWeights(this nn.Module model, string path, bool strict = true, bool skipClassifier = false)
    {
        using var state = StateDict.Read(path);
        return model.LoadWeights(state, strict, skipClassifier);
    }

    /// <summary>Loads weights that were read before: all, or none if they do not fit.</summary>
    /// <param name="model">The model.</param>
    /// <param name="state">The weights; the caller keeps them.</param>
    /// <param name="strict">Whether every weight must fit. If false, those that fit are loaded, and the result names the others.</param>
    /// <param name="skipClassifier">Leaves the last linear layer as it is, for another number of classes.</param>
    /// <returns>What was loaded, and what was not.</returns>
    /// <exception cref="WeightMismatchException">A weight does not fit or, with <paramref name="strict"/> false, none does. The model is unchanged.</exception>
    public static StateDictLoadResult LoadWeights(this nn.Module model, StateDict state, bool strict = true, bool skipClassifier = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(state);
        var match = new WeightMatch(model, state, skipClassifier);
        if (strict ? !match.Result.IsComplete : match.Pairs.Count == 0)
        {
            throw new WeightMismatchException(match.Result);
        }

        using var _ = no_grad();
        foreach (var pair in match.Pairs)
        {
            pair.Target.copy_(pair.Source);
        }

        return match.Result;
    }

    /// <summary>Saves the weights of a model, whole or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file: .safetensors, or .pth, .pt, .bin or .tar for one that PyTorch loads with <c>weights_only=True</c>.</param>
    /// <param name="description">The description of the network; null to describe the model itself, without its data set.</param>
    /// <exception cref="ArgumentException">The file's name has another extension.</exception>
    public static void SaveWeights(this nn.Module model, string path, NetworkDescription? description = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        WeightFormat.Of(path).Write(path, model.state_dict(), description ?? NetworkDescription.Of(model));
    }
}
