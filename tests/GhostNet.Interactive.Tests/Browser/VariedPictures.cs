using GhostNet.Data;
using SkiaSharp;

namespace GhostNet.Interactive.Tests.Browser;

/// <summary>Pictures of several sizes, drawn in memory, with names that are hard to place.</summary>
internal sealed class VariedPictures(int count) : IImageSource
{
    public string Name => "pictures </b> of \"one's\" own";

    public IReadOnlyList<string> ClassNames => ["</figcaption><b>", "クラス"];

    public int Count => count;

    public static ImageDataset Of(int count, int channels = 3) => ImageDataset.FromPictures(
        new VariedPictures(count), new PictureTransform(32), mean: channels == 1 ? [0.5f] : null, std: channels == 1 ? [0.25f] : null);

    public int LabelOf(int index) => index % 2;

    public string NameOf(int index) => $"picture {index}";

    public Stream Open(int index)
    {
        using var bitmap = new SKBitmap(40 + (20 * index), 50);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Orange);
        using var paint = new SKPaint { Color = SKColors.Teal };
        canvas.DrawCircle(20, 25, 12, paint);
        return bitmap.Encode(SKEncodedImageFormat.Png, 100).AsStream(streamDisposesData: true);
    }
}
