using System.Buffers.Binary;
using System.Reflection;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>The whole state of a training: what a checkpoint holds.</summary>
internal sealed class TrainingState : IDisposable
{
    private static readonly string s_libraryVersion =
        typeof(TrainingState).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private byte[]? _randomState;

    public TrainingState(nn.Module<Tensor, Tensor> model, TrainingOptions options)
    {
        (Model, Options) = (model, options);
        var head = options.FineTuning is null ? null : LastLinear.Prefix(model) ?? throw new ArgumentException(
            $"{nameof(TrainingOptions.FineTuning)} trains the last linear layer first, and {model.GetType().Name} has none: leave it out.", nameof(model));
        Parameters = new FlatParameters(model, options.ApplyDecayToAll, head);
        Body = head is null ? null : new FrozenBody(model, Parameters);
        Optimizer = new FlatOptimizer(Parameters, options);
        Average = options.EmaDecay > 0 ? new ModelEma(Parameters, options.EmaDecay) : null;
    }

    public nn.Module<Tensor, Tensor> Model { get; }

    public TrainingOptions Options { get; }

    public FlatParameters Parameters { get; }

    public FlatOptimizer Optimizer { get; }

    public ModelEma? Average { get; }

    /// <summary>All but the head, which <see cref="TrainingOptions.FineTuning"/> keeps apart; null without it.</summary>
    public FrozenBody? Body { get; }

    /// <summary>Steps that the body has done; negative while it is frozen.</summary>
    public long BodyStep => GlobalStep - ((long)(Options.FineTuning?.FrozenEpochs ?? 0) * StepsPerEpoch);

    public TrainingHistory History { get; private set; } = new([], []);

    /// <summary>The data of the training; null before it has begun.</summary>
    public TrainingData? Data { get; set; }

    /// <summary>Loss, accuracy and time of the current epoch.</summary>
    public EpochMetrics Metrics { get; } = new();

    /// <summary>Epochs done.</summary>
    public int Epoch => History.Epochs.Count;

    /// <summary>Steps done in the current epoch.</summary>
    public int Step { get; set; }

    /// <summary>Steps done in total.</summary>
    public long GlobalStep => ((long)Epoch * StepsPerEpoch) + Step;

    /// <summary>Steps per epoch; 0 before training has begun.</summary>
    public int StepsPerEpoch { get; set; }

    /// <summary>Losses of the steps done in the current epoch.</summary>
    public IReadOnlyList<float> EpochLosses => Step == 0 ? [] : Metrics.Losses;

    /// <summary>Correct predictions in those steps.</summary>
    public long EpochCorrect => Step == 0 ? 0 : Metrics.Correct;

    /// <summary>Time that those steps took.</summary>
    public double EpochSeconds => Step == 0 ? 0 : Metrics.Seconds;

    /// <summary>Parts of the training that keep state of their own in a checkpoint; after it was restored, and until they are there, what they had saved.</summary>
    public IReadOnlyList<IStateful> Parts { get; set; } = [];

    /// <summary>Lists the parts that have state, and gives it back when the training was restored from a checkpoint.</summary>
    /// <param name="callbacks">The callbacks; the other parts are in the options.</param>
    /// <exception cref="CheckpointException">A state does not fit its part.</exception>
    public void UseParts(IEnumerable<TrainingCallback> callbacks)
    {
        List<object> parts = [Options.Loss, Options.Optimizer, Options.Schedule, .. Options.Metrics, .. callbacks];
        for (var loss = Options.Loss as Distillation; loss is not null; loss = loss.LabelLoss as Distillation)
        {
            parts.Add(loss.LabelLoss);
        }

        for (var schedule = Options.Schedule as WarmupSchedule; schedule is not null; schedule = schedule.Then as WarmupSchedule)
        {
            parts.Add(schedule.Then);
        }

        IStateful[] stateful = [.. parts.OfType<IStateful>().Distinct(ReferenceEqualityComparer.Instance).Cast<IStateful>()];
        SavedState[] saved = [.. Parts.OfType<SavedState>()];
        foreach (var part in stateful)
        {
            saved.FirstOrDefault(state => state.StateName == part.StateName)?.Restore(part);
        }

        Parts = stateful;
        Array.ForEach(saved, static state => state.Dispose());
    }

    /// <summary>Keeps the state of torch's random generator, from which dropout draws.</summary>
    public void KeepRandomState()
    {
        using var state = get_rng_state();
        _randomState = state.bytes.ToArray();
    }

    /// <summary>Sets torch's random generator to where it was, or to the seed when training has not begun.</summary>
    public void RestoreRandomState()
    {
        if (_randomState is null)
        {
            manual_seed(Options.Seed);
            return;
        }

        using var state = tensor(_randomState, ScalarType.Byte);
        set_rng_state(state);
    }

    public void Save(string path)
    {
        if (_randomState is null)
        {
            KeepRandomState();
        }

        using var scope = NewDisposeScope();
        var tensors = new List<KeyValuePair<string, Tensor>>();
        foreach (var (name, value) in Model.state_dict())
        {
            tensors.Add(new(CheckpointLayout.ModelPrefix + name, value));
        }

        foreach (var (name, value) in Optimizer.State)
        {
            tensors.Add(new(Checkpoint.OptimizerPrefix + name, value));
        }

        if (Average is not null)
        {
            tensors.AddRange(Parameters.Split(Average.Values).Select(item => KeyValuePair.Create(CheckpointLayout.AveragePrefix + item.Key, item.Value)));
        }

        tensors.Add(new(PartStates.EpochLossesName, tensor(EpochLosses.ToArray(), ScalarType.Float32)));
        var header = new CheckpointHeader(
            s_libraryVersion,
            OwnParts.Saved(Options),
            Model.GetType().Name,
            Data!.Describe(Model),
            Data!,
            new CheckpointPosition(Epoch, Step, GlobalStep, StepsPerEpoch, EpochSeconds, EpochCorrect),
            History,
            _randomState!,
            PartStates.None);
        using var parts = PartStates.Of(Parts);
        CheckpointFile.Write(path, header, parts, tensors);
    }

    public void Restore(Checkpoint checkpoint)
    {
        using var scope = NewDisposeScope();
        _randomState = CheckRandomState(checkpoint);
        checkpoint.LoadWeights(Model, averaged: false);
        foreach (var (name, value) in Optimizer.State)
        {
            checkpoint.CopyTo(value, Checkpoint.OptimizerPrefix + name);
        }

        if (Average is not null)
        {
            foreach (var (name, value) in Parameters.Split(Average.Values))
            {
                checkpoint.CopyTo(value, CheckpointLayout.AveragePrefix + name);
            }
        }

        var losses = checkpoint.ReadTensor(PartStates.EpochLossesName).data<float>().ToArray();
        Metrics.Restore(losses, checkpoint.EpochCorrect, checkpoint.EpochSeconds);
        (Step, StepsPerEpoch) = (checkpoint.Step, checkpoint.StepsPerEpoch);
        Parts = checkpoint.ReadStates();
        var history = checkpoint.History;
        (Data, History) = (checkpoint.Data, new TrainingHistory(history.Epochs, history.StepLosses, history.StepInterval));
    }

    /// <summary>The state of torch's generator, after checking what torch would check: TorchSharp lets that error end the process.</summary>
    /// <remarks>
    /// Source: <c>CPUGeneratorImplStateLegacy</c> and <c>mt19937::is_valid</c> of ATen: seed (uint64), numbers left (int32), seeded (int32),
    /// next (uint64), and then 624 words and the second of two normal numbers, which may be any.
    /// </remarks>
    private static byte[] CheckRandomState(Checkpoint checkpoint)
    {
        const int Words = 624;
        using var known = get_rng_state();
        var bytes = checkpoint.RandomState;
        return bytes.Length == known.bytes.Length
            && BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)) is >= 1 and <= Words
            && BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12)) == 1
            && BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(16)) <= Words
            ? bytes
            : throw new CheckpointException($"{checkpoint.Path} holds an invalid state of the random generator. Use another checkpoint.");
    }

    public void Dispose()
    {
        foreach (var state in Parts.OfType<SavedState>())
        {
            state.Dispose();
        }

        Metrics.Dispose();
        Average?.Dispose();
        Optimizer.Dispose();
        Parameters.Dispose();
    }
}
