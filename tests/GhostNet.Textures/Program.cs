using GhostNet.Textures;
using SkiaSharp;

// Draws 400 pictures of four textures into FOLDER/train and FOLDER/val, 80 and 20 of each class: of many sizes, as JPEG and PNG, some turned by
// their EXIF note, three of them broken, and two validation pictures that are training pictures as well. Writes what it did, a line for each.
if (args is not [var root, .. var rest])
{
    Console.Error.WriteLine("usage: GhostNet.Textures FOLDER [SEED]");
    return 2;
}

const int Train = 80, Validation = 20, TurnedEach = 3;
var random = new Random(rest is [var seed] ? int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture) : 1);
foreach (var kind in Enum.GetValues<TextureKind>())
{
    for (var i = 0; i < Train + Validation; i++)
    {
        var picture = new Texture(kind, random).ToFile(isTurned: i < TurnedEach);
        var folder = Directory.CreateDirectory(Path.Combine(root, i < Train ? "train" : "val", $"{kind}".ToLowerInvariant())).FullName;
        File.WriteAllBytes(Path.Combine(folder, $"{i:D3}.{picture.Ending}"), picture.Bytes);
    }
}

string Find(string part, string name, int number) => Directory.GetFiles(Path.Combine(root, part, name), $"{number:D3}.*").Single();

// Cut off, empty, and no picture at all.
var (cut, empty, text) = (Find("train", "stripes", 40), Find("train", "dots", 41), Find("train", "checks", 42));
File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^(int)(new FileInfo(cut).Length / 2)]);
File.WriteAllBytes(empty, []);
File.WriteAllText(text, "This is not a picture.");
foreach (var path in new[] { cut, empty, text })
{
    Console.WriteLine($"broken {Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}");
}

// The same file, and the same picture smaller and saved anew.
var (original, copied) = (Find("train", "blobs", 50), Find("val", "blobs", 90));
File.Delete(copied);
File.Copy(original, Path.ChangeExtension(copied, Path.GetExtension(original)));
Console.WriteLine($"duplicate {Path.GetFileName(Path.ChangeExtension(copied, Path.GetExtension(original)))}");
var (large, small) = (Find("train", "blobs", 51), Find("val", "blobs", 91));
File.Delete(small);
using var whole = SKBitmap.Decode(large);
using var reduced = whole.Resize(new SKSizeI(whole.Width * 2 / 3, whole.Height * 2 / 3), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
using var data = reduced.Encode(SKEncodedImageFormat.Jpeg, 70);
File.WriteAllBytes(Path.ChangeExtension(small, "jpg"), data.ToArray());
Console.WriteLine($"duplicate {Path.GetFileName(Path.ChangeExtension(small, "jpg"))}");
return 0;
