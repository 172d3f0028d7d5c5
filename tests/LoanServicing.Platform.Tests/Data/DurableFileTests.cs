using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;

namespace LoanServicing.Platform.Tests.Data;

public sealed class DurableFileTests
{
    [Fact]
    public async Task Write_HalfAFileWasLeftBehind_TheWholeOneReplacesBothItAndTheOldOne()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "a longer text than the new one");
        await File.WriteAllTextAsync(file + ".tmp", "half");

        DurableFile.Write(file, "new"u8.ToArray());

        Assert.Equal("new", await File.ReadAllTextAsync(file));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Write_WithAMode_ALeftOverOfAnotherModeDoesNotWidenIt()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // has no such modes
        }

        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "key");
        await File.WriteAllTextAsync(file + ".tmp", "half");

        DurableFile.Write(file, "secret"u8.ToArray(), mode: UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task TryCreate_ByManyAtOnce_OneMakesItWhole_AndNothingElseIsLeft()
    {
        foreach (var round in Enumerable.Range(0, 20)) // a look before the rename let several through in some rounds only
        {
            using var folder = new TestFolder();
            var file = folder.File("key");

            var made = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(() => DurableFile.TryCreate(file, [(byte)number, (byte)round]))));

            var maker = Assert.Single(Enumerable.Range(0, 32), number => made[number]);
            Assert.Equal([(byte)maker, (byte)round], await File.ReadAllBytesAsync(file));
            Assert.Equal([file], Directory.GetFiles(folder.Path));
            Assert.False(DurableFile.TryCreate(file, [99]));
        }
    }
}
