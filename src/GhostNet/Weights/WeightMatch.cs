using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>Pairs the weights of a file with those of a model, and changes nothing.</summary>
internal sealed class WeightMatch
{
    private const int MaxWrappers = 4;

    private readonly List<WeightPair> _pairs = [];
    private readonly List<string> _missing = [];
    private readonly List<KeyMismatch> _mismatched = [];
    private readonly Dictionary<string, Tensor> _left;
    private readonly string? _classifier;
    private readonly bool _skipClassifier;

    /// <summary>Pairs them by name.</summary>
    /// <param name="model">The model.</param>
    /// <param name="state">The weights of the file.</param>
    /// <param name="skipClassifier">Whether the model's last linear layer is left out.</param>
    public WeightMatch(nn.Module model, StateDict state, bool skipClassifier)
    {
        var targets = model.state_dict();
        _skipClassifier = skipClassifier;
        _classifier = LastLinear.Prefix(model);
        _left = WithoutWrapper(state, targets.Keys);
        TakeOwnNames(model as IDescribedNetwork);
        foreach (var (target, tensor) in targets.Where(item => !IsSkipped(item.Key)))
        {
            Pair(target, tensor);
        }

        Result = Compare(state.Source, model.GetName(), targets, Settings(state.Description?.Spec, model as IDescribedNetwork));
    }

    /// <summary>A tensor of the model and what is to be copied into it.</summary>
    /// <param name="Target">The model's.</param>
    /// <param name="Source">The file's.</param>
    internal sealed record WeightPair(Tensor Target, Tensor Source);

    /// <summary>Those that fit.</summary>
    public IReadOnlyList<WeightPair> Pairs => _pairs;

    /// <summary>What fits and what does not.</summary>
    public StateDictLoadResult Result { get; }

    /// <summary>
    /// The file's tensors without what wrappers put before each name, such as "module." of DistributedDataParallel or
    /// "_orig_mod." of torch.compile: a first part that all names have, and none of the model's.
    /// </summary>
    private static Dictionary<string, Tensor> WithoutWrapper(StateDict state, IEnumerable<string> wanted)
    {
        var tensors = state.ToDictionary();
        for (var i = 0; i < MaxWrappers && tensors.Count > 0; i++)
        {
            var first = tensors.Keys.First();
            var wrapper = first[..(first.IndexOf('.', StringComparison.Ordinal) + 1)];
            if (wrapper.Length == 0 || !tensors.Keys.All(StartsWithWrapper) || wanted.Any(StartsWithWrapper))
            {
                break;
            }

            tensors = tensors.ToDictionary(item => item.Key[wrapper.Length..], item => item.Value);

            bool StartsWithWrapper(string name) => name.StartsWith(wrapper, StringComparison.Ordinal);
        }

        return tensors;
    }

    /// <summary>Gives tensors the names of the network, if it says that others call them otherwise.</summary>
    private void TakeOwnNames(IDescribedNetwork? network)
    {
        foreach (var name in network is null ? [] : _left.Keys.ToList())
        {
            var own = network!.OwnName(name);
            if (own != name && _left.TryAdd(own, _left[name]))
            {
                _left.Remove(name);
            }
        }
    }

    /// <summary>Whether torch can copy one into the other without changing what the values mean.</summary>
    private static bool IsSameKind(ScalarType one, ScalarType other) => one == other || (IsFloatingPoint(one) && IsFloatingPoint(other));

    private static bool IsFloatingPoint(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    private static bool IsBatchCounter(string name) => name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    /// <summary>What profilers leave in a model.</summary>
    private static bool IsCounter(string name) =>
        name.EndsWith("total_ops", StringComparison.Ordinal) || name.EndsWith("total_params", StringComparison.Ordinal);

    private bool IsSkipped(string name) => _skipClassifier && IsOfClassifier(name);

    private bool IsOfClassifier(string name) => _classifier is not null && name.StartsWith(_classifier, StringComparison.Ordinal);

    private void Pair(string name, Tensor target)
    {
        if (!_left.Remove(name, out var source))
        {
            // PyTorch before 0.4.1 did not count batches, and only momentum=None uses the count.
            if (!IsBatchCounter(name))
            {
                _missing.Add(name);
            }
        }
        else if (IsBatchCounter(name) && source.numel() == 1 && target.numel() == 1)
        {
            // Older tools write the count with shape [1], or in another type.
            _pairs.Add(new WeightPair(target, source.reshape(target.shape)));
        }
        else if (!source.shape.SequenceEqual(target.shape) || !IsSameKind(source.dtype, target.dtype))
        {
            _mismatched.Add(new KeyMismatch(name, TensorShape.Text(target), TensorShape.Text(source)));
        }
        else
        {
            _pairs.Add(new WeightPair(target, source));
        }
    }

    /// <summary>The settings in which the file's network differs from the model.</summary>
    private IEnumerable<KeyMismatch> Settings(ModelSpec? file, IDescribedNetwork? model)
    {
        if (file is null || model is null)
        {
            return [];
        }

        var (there, here) = (model.Settings(file), model.Settings(model.Spec));
        return there.Keys.Union(here.Keys)
            .Where(name => !(_skipClassifier && name == ModelSpec.ClassesOption) && there.GetValueOrDefault(name) != here.GetValueOrDefault(name))
            .Select(name => new KeyMismatch(name, here.GetValueOrDefault(name, "none"), there.GetValueOrDefault(name, "none")));
    }


    private StateDictLoadResult Compare(string source, string modelName, Dictionary<string, Tensor> targets, IEnumerable<KeyMismatch> settings)
    {
        var unexpected = _left.Where(left => !IsSkipped(left.Key) && !IsCounter(left.Key)).ToDictionary();
        return new StateDictLoadResult(source, modelName, _pairs.Count + _missing.Count + _mismatched.Count, _pairs.Count)
        {
            Settings = [.. settings],
            MissingKeys = _missing,
            Mismatched = _mismatched,
            UnexpectedKeys = [.. unexpected.Keys],
            MissingText =
            [
                .. _missing.Select((name, i) => TensorShape.Text(targets[name])
                    + (i < NearestName.MaxQuestions && NearestName.Find(name, targets[name], unexpected) is { } nearest ? $"; the file has {ForeignText.Show(nearest)}" : "")),
            ],
            UnexpectedText = [.. unexpected.Values.Select(TensorShape.Text)],
            Hint = Hint(),
        };
    }

    private string? Hint() =>
        _mismatched.Any(mismatch => IsOfClassifier(mismatch.Name) && mismatch.InFile.Split(' ')[0] == mismatch.InModel.Split(' ')[0])
            ? "The file is for another number of classes: skipClassifier: true loads all but the last layer, which you then train."
            : null;
}
