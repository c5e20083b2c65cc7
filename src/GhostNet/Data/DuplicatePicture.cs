namespace GhostNet.Data;

/// <summary>An image that is among the training images and among those that the model is measured with.</summary>
public sealed class DuplicatePicture
{
    internal DuplicatePicture(ImageDataset train, int trainingIndex, ImageDataset part, int otherIndex, double difference) =>
        (TrainingImages, TrainingIndex, OtherImages, OtherIndex, Difference) = (train, trainingIndex, part, otherIndex, difference);

    /// <summary>The training image: its path, or its number.</summary>
    public string Training => TrainingImages.NameOf(TrainingIndex);

    /// <summary>The same image in the other part.</summary>
    public string Other => OtherImages.NameOf(OtherIndex);

    /// <summary>What the images of the other part are called.</summary>
    public string Part => OtherImages.Name;

    /// <summary>Whether both have the same bytes; else they look the same.</summary>
    public bool IsExact => Difference < 0;

    /// <summary>The training images.</summary>
    internal ImageDataset TrainingImages { get; }

    /// <summary>Which of them it is.</summary>
    internal int TrainingIndex { get; }

    /// <summary>The images of the other part.</summary>
    internal ImageDataset OtherImages { get; }

    /// <summary>Which of them it is.</summary>
    internal int OtherIndex { get; }

    /// <summary>By how much the small grey versions of both differ, in levels of 255 on average; below 0 when both have the same bytes.</summary>
    internal double Difference { get; }

    /// <summary>Both, in words.</summary>
    public override string ToString() => $"{Training} {(IsExact ? "is also" : "looks like one")} in {Part}: {Other}";
}
