using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GhostNet.Archives;

namespace GhostNet.Cli.Tests;

/// <summary>Whatever is wrong with a file: exit code 1, one clear error, no stack trace, nothing half-written.</summary>
public class DamagedInputTests(TrainedRun run)
{
    private const int CifarFile = 10_000 * 3073;

    private static readonly Dictionary<string, Damage> s_cases = new()
    {
        ["CIFAR: no such folder"] = new("train --dataset cifar10 --data nowhere", _ => { }, "nowhere"),
        ["CIFAR: empty folder"] = new("data verify cifar10 --data empty", folder => Directory.CreateDirectory(folder.File("empty")), "CIFAR-10"),
        ["CIFAR: a file is cut"] = Cifar(folder => SetLength(folder, "cifar/data_batch_2.bin", CifarFile - 1), "data_batch_2.bin"),
        ["CIFAR: a file is too long"] = Cifar(folder => SetLength(folder, "cifar/test_batch.bin", CifarFile + 5), "test_batch.bin"),
        ["CIFAR: a file is empty"] = Cifar(folder => SetLength(folder, "cifar/data_batch_1.bin", 0), "data_batch_1.bin"),
        ["CIFAR: a file is missing"] = Cifar(folder => File.Delete(folder.File("cifar/data_batch_5.bin")), "data_batch_5.bin"),
        ["CIFAR: a label is wrong"] = Cifar(folder => Poke(folder.File("cifar/data_batch_3.bin"), 3073L * 7, 200), "21511"),
        ["CIFAR: a folder in place of a file"] = Cifar(
            folder =>
            {
                File.Delete(folder.File("cifar/data_batch_4.bin"));
                Directory.CreateDirectory(folder.File("cifar/data_batch_4.bin"));
            },
            "data_batch_4.bin"),
        ["CIFAR: no permission"] = Cifar(folder => Forbid(folder.File("cifar/data_batch_1.bin")), "data_batch_1.bin"),
        ["CIFAR: the Python edition"] = new(
            "train --dataset cifar10 --data py",
            folder => Directory.CreateDirectory(folder.File("py/cifar-10-batches-py")),
            "binary version"),
        ["CIFAR: the Python edition, its own folder"] = new(
            "data verify cifar10 --data cifar-10-batches-py",
            folder => Directory.CreateDirectory(folder.File("cifar-10-batches-py")),
            "Python edition"),
        ["CIFAR: the Python edition, its archive"] = new(
            "train --dataset cifar10 --data cifar-10-python.tar.gz",
            folder => File.WriteAllBytes(folder.File("cifar-10-python.tar.gz"), TestArchive.Zip(TestArchive.Noise(100))),
            "binary version"),
        ["CIFAR: CIFAR-100"] = new(
            "train --dataset cifar10 --data hundred",
            folder => Directory.CreateDirectory(folder.File("hundred/cifar-100-binary")),
            "CIFAR-100"),
        ["Fashion-MNIST: not there"] = new("train --dataset fashion-mnist --data empty", folder => Directory.CreateDirectory(folder.File("empty")), "empty"),
        ["data sets: no such folder"] = new("data info --data nowhere", _ => { }, "nowhere"),
        ["training: the folder is a file"] = new("train --limit 64 --width 0.1 --batch 32 --out good.safetensors", _ => { }, "good.safetensors"),
        ["training: under a file"] = new("train --limit 64 --width 0.1 --batch 32 --out good.safetensors/run", _ => { }, "good.safetensors"),
        ["notebook: the folder for the outputs is a file"] = new(
            "notebooks run a.ipynb --out good.safetensors", folder => File.WriteAllText(folder.File("a.ipynb"), "{ \"nbformat\": 4, \"cells\": [] }"), "good.safetensors"),
        ["export: a folder in place of the file"] = new(
            "export good.safetensors --out folder --format onnx", folder => Directory.CreateDirectory(folder.File("folder")), "folder"),
        ["export: a folder to be"] = new("export good.safetensors --out folder/ --format onnx", _ => { }, "folder"),
        ["pipe: a checkpoint to go on with"] = Pipe("train --resume pipe"),
        ["pipe: a checkpoint"] = Pipe("evaluate --checkpoint pipe"),
        ["pipe: a checkpoint to export"] = Pipe("export pipe --out a.onnx"),
        ["pipe: weights"] = Pipe("predict good.safetensors --weights pipe.safetensors", "pipe.safetensors"),
        ["pipe: a picture"] = Pipe("predict pipe --checkpoint good.safetensors"),
        ["device: a checkpoint"] = new("evaluate --checkpoint /dev/zero", _ => { }, "not a regular file"),
        ["report: no such folder"] = new("report nowhere", _ => { }, "nowhere"),
        ["archive: not gzip"] = Archive(path => File.WriteAllText(path, "this is no archive")),
        ["archive: empty"] = Archive(path => File.WriteAllBytes(path, [])),
        ["archive: cut"] = Archive(path => File.WriteAllBytes(path, TestArchive.Zip(new byte[100_000])[..60])),
        ["archive: not tar"] = Archive(path => File.WriteAllBytes(path, TestArchive.Zip([.. Enumerable.Repeat((byte)'x', 5000)]))),
        ["archive: flipped byte"] = Archive(path => File.WriteAllBytes(path, Flip(TestArchive.Zip(TestArchive.Noise(20_000)), 9000))),
        ["IDX: wrong magic"] = Idx(images => images[2] = 13),
        ["IDX: huge claimed size"] = Idx(images => BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4), int.MaxValue)),
        ["IDX: negative size"] = Idx(images => BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(8), -28)),
        ["IDX: flipped byte in gzip"] = new(
            "train --dataset fashion-mnist --data idx",
            folder =>
            {
                Directory.CreateDirectory(folder.File("idx"));
                File.WriteAllBytes(folder.File("idx/train-images-idx3-ubyte.gz"), Flip(TestArchive.Zip(TestArchive.Noise(5000)), 2500));
            },
            "train-images-idx3-ubyte.gz"),
        ["checkpoint: no such file"] = new("evaluate --checkpoint nothing.safetensors", _ => { }, "nothing.safetensors"),
        ["checkpoint: empty folder"] = new("train --resume empty", folder => Directory.CreateDirectory(folder.File("empty")), "empty"),
        ["checkpoint: empty"] = Broken(_ => []),
        ["checkpoint: wrong first byte"] = Broken(bytes => Flip(bytes, 0)),
        ["checkpoint: huge claimed size"] = Broken(bytes => [.. Enumerable.Repeat((byte)0x7f, 8), .. bytes[8..]]),
        ["checkpoint: cut"] = Broken(bytes => bytes[..(bytes.Length / 2)]),
        ["checkpoint: flipped byte"] = Broken(bytes => Flip(bytes, bytes.Length - 2000)),
        ["checkpoint: flipped byte, resume"] = Broken(bytes => Flip(bytes, bytes.Length - 2000), "train --resume broken.safetensors --epochs 5"),
        ["run.json: damaged"] = new(
            "evaluate --checkpoint .",
            folder =>
            {
                File.Copy(folder.File("good.safetensors"), folder.File("best.safetensors"));
                File.WriteAllText(folder.File("run.json"), "{ \"dataset\": ");
            },
            "run.json"),
        ["notebook: no such file"] = new("notebooks run nothing.ipynb", _ => { }, "nothing.ipynb"),
        ["notebook: empty folder"] = new("notebooks run empty", folder => Directory.CreateDirectory(folder.File("empty")), "empty"),
        ["notebook: empty"] = Notebook(""),
        ["notebook: cut"] = Notebook("{ \"cells\": ["),
        ["notebook: unknown language"] = Notebook("{ \"nbformat\": 4, \"metadata\": { \"kernelspec\": { \"name\": \"python3\" } }, \"cells\": [] }"),
        ["notebook: unknown language, list"] = new(
            "notebooks list python.dib", folder => File.WriteAllText(folder.File("python.dib"), "#!python\n\nprint(1)"), "python.dib"),
        ["picture: no such file"] = Picture(_ => { }),
        ["picture: empty"] = Picture(path => File.WriteAllBytes(path, [])),
        ["picture: text"] = Picture(path => File.WriteAllText(path, "a thousand words")),
        ["picture: cut"] = Picture(path =>
        {
            Pictures.WritePng(path, 300, 300);
            SetLength(path, 40);
        }),
        ["picture: a folder"] = Picture(path => Directory.CreateDirectory(path)),
        ["picture: no permission"] = Picture(path =>
        {
            Pictures.WritePng(path, 8, 8);
            Forbid(path);
        }),
    };

    public static TheoryData<string> Cases { get; } = [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Damaged_input_is_refused_with_one_clear_error(string name)
    {
        var damage = s_cases[name];
        using var folder = new TemporaryFolder();
        File.Copy(run.Best, folder.File("good.safetensors"));
        damage.Prepare(folder);
        var before = folder.Listing();

        var result = Tool.Run(folder.Path, damage.Command.Split(' '));

        Assert.True(result.Code == 1, result.ToString());
        var error = Assert.Single(result.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains(damage.Names, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("was not expected", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, folder.Listing());
    }

    private static Damage Cifar(Action<TemporaryFolder> damage, string names) => new(
        "train --dataset cifar10 --data cifar",
        folder =>
        {
            // Sparse: zeros are black airplanes.
            Directory.CreateDirectory(folder.File("cifar"));
            foreach (var file in new[] { "data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch" })
            {
                SetLength(folder.File($"cifar/{file}.bin"), CifarFile);
            }

            damage(folder);
        },
        names);

    /// <summary>What has no other end must not be waited for.</summary>
    private static Damage Pipe(string command, string name = "pipe") => new(
        command,
        folder =>
        {
            Assert.SkipUnless(OperatingSystem.IsLinux(), "mkfifo is a function of Linux.");
            Assert.Equal(0, MakePipe(folder.File(name), Convert.ToUInt32("600", 8)));
        },
        "not a regular file");

    [DllImport("libc", EntryPoint = "mkfifo", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe(string path, uint mode);

    private static Damage Archive(Action<string> write) => new(
        "train --dataset cifar10 --data cifar-10-binary.tar.gz",
        folder => write(folder.File("cifar-10-binary.tar.gz")),
        "cifar-10-binary.tar.gz");

    private static Damage Idx(Action<byte[]> damage) => new(
        "train --dataset fashion-mnist --data idx",
        folder =>
        {
            byte[] images = [0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[4 * 28 * 28]];
            damage(images);
            Directory.CreateDirectory(folder.File("idx"));
            File.WriteAllBytes(folder.File("idx/train-images-idx3-ubyte"), images);
            File.WriteAllBytes(folder.File("idx/train-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 2, 3]);
        },
        "train-images-idx3-ubyte");

    private static Damage Broken(Func<byte[], byte[]> damage, string command = "evaluate --checkpoint broken.safetensors") => new(
        command,
        folder => File.WriteAllBytes(folder.File("broken.safetensors"), damage(File.ReadAllBytes(folder.File("good.safetensors")))),
        "broken.safetensors");

    private static Damage Notebook(string text) =>
        new("notebooks run broken.ipynb", folder => File.WriteAllText(folder.File("broken.ipynb"), text), "broken.ipynb");

    private static Damage Picture(Action<string> write) =>
        new("predict picture.png --checkpoint good.safetensors", folder => write(folder.File("picture.png")), "picture.png");

    private static void SetLength(TemporaryFolder folder, string name, long length) => SetLength(folder.File(name), length);

    private static void SetLength(string path, long length)
    {
        using var stream = new FileStream(path, FileMode.OpenOrCreate);
        stream.SetLength(length);
    }

    private static void Poke(string path, long offset, byte value)
    {
        using var stream = new FileStream(path, FileMode.Open);
        stream.Position = offset;
        stream.WriteByte(value);
    }

    private static void Forbid(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "This user may read every file.");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        bytes[at] ^= 0x55;
        return bytes;
    }

    private sealed record Damage(string Command, Action<TemporaryFolder> Prepare, string Names);
}
