using System.Security.Cryptography;
using LoanServicing.EndToEnd.Harness;

namespace LoanServicing.EndToEnd;

/// <summary>What leaves the house: proofs that anyone re-runs without the databases, and heads of the chains that are kept elsewhere.</summary>
public sealed class ProofTests
{
    private const int Clean = 0;
    private const int Found = 1;
    private const int CannotStart = 2;

    [Fact]
    public async Task Proof_BesideAServingProcess_IsCheckedElsewhereWithoutAnyDatabase()
    {
        using var folder = await FinishedSimulation.CopyAsync();
        using var elsewhere = new HostFolder();
        await using (var host = HostProcess.Start(folder, ["serve"]))
        {
            await host.ReadyAsync();
            await AssertAsync(Clean, folder, ["--proof", elsewhere.File("books.ndjson")], "check: clean");
        }

        await using var check = HostProcess.Start(elsewhere.Path, ["verify", "--check", "books.ndjson"], environment: null);

        Assert.True(await check.ExitAsync() == Clean, check.ToString());
        Assert.Equal("check: clean", Said(check)[^1]);
        Assert.Contains(Said(check), line => line.StartsWith("head       funding journal_entry ", StringComparison.Ordinal));
        Assert.Contains($"file       SHA-256 {Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(elsewhere.File("books.ndjson"))))}", Said(check));
        Assert.Equal(["books.ndjson"], Directory.EnumerateFileSystemEntries(elsewhere.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Proof_OfAFileThatIsThere_IsRefusedAndLeavesIt()
    {
        using var folder = await FinishedSimulation.CopyAsync();
        await File.WriteAllTextAsync(folder.File("mine"), "keep this");

        await AssertAsync(CannotStart, folder, ["--proof", folder.File("mine")], "is there already");

        Assert.Equal("keep this", await File.ReadAllTextAsync(folder.File("mine")));
        await AssertAsync(CannotStart, folder, ["--proof", folder.File("no/such/folder/proof")], "cannot be written");
    }

    [Fact]
    public async Task Proof_OfDamagedBooks_IsWrittenAndSaysSo()
    {
        using var folder = await FinishedSimulation.CopyAsync();
        Assert.Equal(1, folder.Damage("funding", "update funder set collected = collected + 1 where code = 'SINA'"));

        await AssertAsync(Found, folder, ["--proof", folder.File("proof")], "funder SINA differs from what the entries give: collectedRials is");

        await AssertAsync(Found, folder, ["--check", folder.File("proof")], "check: BROKEN");
    }

    [Fact]
    public async Task Check_OfAnEditedACutOrAnotherFile_NamesTheLine()
    {
        using var folder = await FinishedSimulation.CopyAsync();
        var proof = folder.File("proof");
        await AssertAsync(Clean, folder, ["--proof", proof], "check: clean");
        var lines = await File.ReadAllLinesAsync(proof);

        await File.WriteAllTextAsync(proof, string.Concat(lines.Select((line, index) => (index == 1 ? line.Replace("\"amountRials\":", "\"amountRials\":1", StringComparison.Ordinal) : line) + "\n")));
        await AssertAsync(Found, folder, ["--check", proof], "does not match its hash");
        await File.WriteAllTextAsync(proof, string.Concat(lines.Take(9).Select(line => line + "\n")));
        await AssertAsync(Found, folder, ["--check", proof], "the file is cut off after line 9");
        await File.WriteAllTextAsync(proof, string.Join('\n', lines));
        await AssertAsync(CannotStart, folder, ["--check", proof], $"Line {lines.Length} is no line of a proof");
        await File.WriteAllTextAsync(proof, "name;amount\n");
        await AssertAsync(CannotStart, folder, ["--check", proof], "Line 1 is no line of a proof");
        await AssertAsync(CannotStart, folder, ["--check", folder.File("none")], "cannot be read");
        await AssertAsync(CannotStart, folder, ["--check", proof, "--proof", proof], "each stand alone");
    }

    [Fact]
    public async Task Heads_PrintedAndKeptElsewhere_ShowAChainThatWasCutBackWhole()
    {
        using var folder = await FinishedSimulation.CopyAsync();
        var heads = folder.File("heads.txt");
        await using (var print = HostProcess.Start(folder, ["verify", "--print-heads"]))
        {
            Assert.True(await print.ExitAsync() == Clean, print.ToString());
            Assert.Contains(" intake audit ", Said(print)[0], StringComparison.Ordinal);
            Assert.Contains(Said(print), line => line.Contains(" funding journal_entry ", StringComparison.Ordinal));
            await File.WriteAllTextAsync(heads, string.Join("\r\n", Said(print)).ToUpperInvariant());
        }

        await AssertAsync(Clean, folder, ["--heads", heads], "verify: clean");
        var lines = await File.ReadAllTextAsync(heads);
        await File.WriteAllTextAsync(heads, $"1999-01-01{lines[10..]}");
        await AssertAsync(Found, folder, ["--heads", heads], "and line 1 of heads.txt says 1999-01-01");
        await File.WriteAllTextAsync(heads, lines);
        const string LastBlock = "(select max(number) from seal_block where log = 'audit')";
        Assert.True(folder.Damage("intake", $"update audit set seal = null where seal = {LastBlock}") > 0);
        Assert.Equal(1, folder.Damage("intake", $"delete from seal_block where log = 'audit' and number = {LastBlock}"));
        Directory.Delete(Path.Combine(folder.Data, "seals"), recursive: true);

        await AssertAsync(Clean, folder, [], "verify: clean"); // it looks sound from inside
        await AssertAsync(Found, folder, ["--heads", heads], "intake audit no longer has the block that line 1 of heads.txt names");
    }

    [Fact]
    public async Task Heads_InACopyOfTheSealsFolder_AreComparedToo()
    {
        using var folder = await FinishedSimulation.CopyAsync();
        var seals = Path.Combine(folder.Data, "seals");
        var copy = Directory.CreateDirectory(folder.File("auditor")).FullName;
        foreach (var file in Directory.EnumerateFiles(seals))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        await AssertAsync(Clean, folder, ["--heads", copy], "verify: clean");
        var kept = Directory.EnumerateFiles(copy, "*-funding-journal_entry.txt").Order(StringComparer.Ordinal).First();
        await File.WriteAllTextAsync(kept, $"1 {new string('0', 64)}\n");

        await AssertAsync(Found, folder, ["--heads", copy], $"funding journal_entry no longer has the block that {Path.GetFileName(kept)} names");
    }

    [Theory]
    [InlineData("2026-11-22 funding journal_entry 1", "line 1 of heads is no head")]
    [InlineData("\n1 00", "line 2 of heads is no head")]
    [InlineData("", "holds no heads")]
    public async Task Heads_ThatCannotBeRead_AreRefused(string content, string said)
    {
        using var folder = await FinishedSimulation.CopyAsync();
        await File.WriteAllTextAsync(folder.File("heads"), content);

        await AssertAsync(CannotStart, folder, ["--heads", folder.File("heads")], said);
    }

    [Fact]
    public async Task Heads_OfAChainThatThereIsNot_AreNamed()
    {
        using var folder = await FinishedSimulation.CopyAsync();
        await File.WriteAllTextAsync(folder.File("heads"), $"2026-11-22 treasury audit 1 {new string('0', 64)}\n");

        await AssertAsync(Found, folder, ["--heads", folder.File("heads")], "line 1 of heads is of treasury audit, which has no chain");
    }

    [Fact]
    public async Task Seals_InAFolderOfTheirOwn_AreKeptAndComparedThere()
    {
        using var folder = await FinishedSimulation.CopyAsync();
        Directory.Delete(Path.Combine(folder.Data, "seals"), recursive: true);
        string[] elsewhere = [$"--Seals:Folder={folder.File("outside/seals")}"];
        await using (var host = HostProcess.Start(folder, ["serve", .. elsewhere]))
        {
            await host.ReadyAsync();
            await host.UntilAsync(() => Task.FromResult(Directory.Exists(folder.File("outside/seals"))
                && Directory.EnumerateFiles(folder.File("outside/seals"), "*-funding-journal_entry.txt").Any()), "the heads are kept");
            Assert.True(await host.TerminateAsync() == Clean, host.ToString());
        }

        Assert.False(Directory.Exists(Path.Combine(folder.Data, "seals")));
        await AssertAsync(Clean, folder, elsewhere, "1 kept heads of the journal_entry chain of funding");
    }

    /// <summary>Runs <c>verify</c> with these arguments; what it must say may be on either stream.</summary>
    private static async Task AssertAsync(int exitCode, HostFolder folder, string[] arguments, string says)
    {
        await using var process = HostProcess.Start(folder, ["verify", .. arguments]);
        Assert.True(await process.ExitAsync() == exitCode, process.ToString());
        Assert.Contains(process.Output.Concat(process.Errors), line => line.Contains(says, StringComparison.Ordinal));
    }

    private static List<string> Said(HostProcess process) => [.. process.Output.Where(line => line.Length > 0)];
}
