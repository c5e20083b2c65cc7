using GhostNet.Runtime;


namespace GhostNet.Tests.Runtime;

public sealed class ElfLibraryTests
{
    private const string Version = "GLIBCXX_3.4.32";

    private static string? WrapperPath => Libtorch.Files?.Wrapper;

    [Fact]
    public void Makes_the_version_of_the_real_library_optional()
    {
        var before = Wrapper();
        var after = before.ToArray();
        Assert.Equal(1, ElfLibrary.MakeOptional(after, Version));

        // One bit: flag 2 (weak) of one entry.
        var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).ToList();
        Assert.Equal(2, before[Assert.Single(changed)] ^ after[changed[0]]);

        var again = after.ToArray();
        Assert.Equal(1, ElfLibrary.MakeOptional(again, Version));
        Assert.Equal(after, again);
    }

    [Fact]
    public void Leaves_a_library_alone_that_does_not_ask_for_the_version()
    {
        var image = Wrapper();
        var before = image.ToArray();
        Assert.Equal(0, ElfLibrary.MakeOptional(image, "GLIBCXX_9.9.9"));
        Assert.Equal(before, image);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MZ, a library of Windows, which has nothing to do with any of this, padded to 64 bytes and more")]
    [InlineData("\u007fELF\u0001\u0001 a library of 32 bits, padded to 64 bytes and more ........................")]
    public void What_is_not_a_64_bit_ELF_library_is_refused(string content)
    {
        var image = System.Text.Encoding.ASCII.GetBytes(content);
        Assert.Throws<BadImageFormatException>(() => ElfLibrary.MakeOptional(image, Version));
    }

    /// <summary>Where the tables of a library are, and elsewhere: nothing but the one exception comes, and no loop without end.</summary>
    [Fact]
    public void A_thousand_altered_libraries_are_repaired_or_refused()
    {
        var whole = Wrapper();
        var random = new Random(15);
        var sections = (int)BitConverter.ToInt64(whole, 0x28);
        var refused = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var image = whole.ToArray();
            for (var change = random.Next(1, 9); change > 0; change--)
            {
                var at = random.Next(3) switch
                {
                    0 => random.Next(64),
                    1 => random.Next(sections, image.Length),
                    _ => random.Next(image.Length),
                };
                image[at] = (byte)random.Next(256);
            }

            try
            {
                Assert.InRange(ElfLibrary.MakeOptional(image, Version), 0, 1_000_000);
            }
            catch (BadImageFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 999);
    }

    /// <summary>The system would load it, and end the process with SIGBUS.</summary>
    [Fact]
    public void A_library_that_was_cut_off_is_refused_by_name()
    {
        var whole = Wrapper();
        ElfLibrary.CheckWhole(WrapperPath!);
        using var folder = new TemporaryFolder();
        var random = new Random(15);

        // What follows the last loaded byte is of no use to the system, and may be missing.
        var needed = Segments(whole).Max();
        foreach (var length in Enumerable.Range(0, 1_000).Select(_ => random.Next(needed)).Append(needed - 1).Append(0))
        {
            var path = folder.File("cut.so");
            File.WriteAllBytes(path, whole[..Math.Min(length, 4096)]);
            using (var file = File.OpenWrite(path))
            {
                file.SetLength(length);
            }

            var error = Assert.Throws<BadImageFormatException>(() => ElfLibrary.CheckWhole(path));
            Assert.Contains($"{path} is damaged", error.Message, StringComparison.Ordinal);
            Assert.Contains("restore it again", error.Message, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<int> Segments(byte[] image)
    {
        var first = (int)BitConverter.ToInt64(image, 0x20);
        for (var i = 0; i < BitConverter.ToUInt16(image, 0x38); i++)
        {
            if (BitConverter.ToInt32(image, first + (i * 56)) == 1)
            {
                yield return (int)(BitConverter.ToInt64(image, first + (i * 56) + 8) + BitConverter.ToInt64(image, first + (i * 56) + 32));
            }
        }
    }

    private static byte[] Wrapper()
    {
        Assert.SkipWhen(WrapperPath is null, "Only Linux on x64 has this library.");
        return File.ReadAllBytes(WrapperPath!);
    }
}
