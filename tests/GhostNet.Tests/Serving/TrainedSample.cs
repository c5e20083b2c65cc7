using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;
using GhostNet.Weights;
using SkiaSharp;

namespace GhostNet.Tests.Serving;

/// <summary>A small network that was trained for a moment, as the folder of its training and as exported weights, and pictures of many sizes.</summary>
public sealed class TrainedSample : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedSample()
    {
        var data = Shapes.Create(128, 32);
        var config = new GhostNetConfig { Width = 0.25, Classes = 10, StemStride = 2, HeadChannels = 32 };
        using var model = new GhostNetV1(config);
        using (var trainer = new Trainer(model, new TrainingOptions { Epochs = 2, BatchSize = 32, Device = "cpu" }))
        {
            trainer.Fit(data.Train, data.Test, new ModelCheckpoint(Folder));
        }

        using var best = Checkpoint.Read(Path.Combine(Folder, "best.safetensors")).CreateModel();
        var train = data.Train;
        Safetensors.Write(Weights, best.state_dict(), NetworkDescription.Of(best, train.ClassNames, train.Mean, train.Std, train.Height, train.Width, train.Name));
        Pictures = [.. Enumerable.Range(0, 24).Select(Draw)];
    }

    /// <summary>The folder of the training.</summary>
    public string Folder => Path.Combine(_folder.Path, "run");

    /// <summary>Exported weights.</summary>
    public string Weights => Path.Combine(_folder.Path, "weights.safetensors");

    /// <summary>Files of pictures.</summary>
    public IReadOnlyList<string> Pictures { get; }

    /// <summary>A name for a file.</summary>
    public string PathOf(string name) => Path.Combine(_folder.Path, name);

    public void Dispose() => _folder.Dispose();

    private string Draw(int number)
    {
        var random = new Random(number);
        using var bitmap = new SKBitmap(random.Next(20, 400), random.Next(20, 400));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor((uint)random.Next() | 0xFF000000));
        using var paint = new SKPaint { Color = new SKColor((uint)random.Next() | 0xFF000000) };
        canvas.DrawCircle(bitmap.Width / 2f, bitmap.Height / 2f, Math.Min(bitmap.Width, bitmap.Height) / 3f, paint);
        var isPng = number % 2 == 0;
        using var data = bitmap.Encode(isPng ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, 90);
        var path = PathOf($"{number}.{(isPng ? "png" : "jpg")}");
        File.WriteAllBytes(path, data.ToArray());
        return path;
    }
}
