using LoanServicing.EndToEnd.Harness;

namespace LoanServicing.EndToEnd;

/// <summary>Folders and files that cannot be used, of kinds that stop every account, end a verb with one sentence.</summary>
public sealed class UnusableFolderTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public UnusableFolderTests() => File.WriteAllText(AFile, "");

    private string AFile => _folder.File("a-file");

    /// <summary>Every verb that opens the databases of a folder.</summary>
    public static TheoryData<string> VerbsOnAFolder => ["serve", "migrate", "verify", "dead-letters list", "dead-letters replay intake/1"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("serve")]
    [InlineData("migrate")]
    public Task DataFolder_IsAFile_IsRefused(string verb) =>
        AssertRefusedAsync(verb, AFile, $"Data:Folder cannot be used: {AFile} is a file; name another folder.");

    [Theory]
    [InlineData("serve")]
    [InlineData("migrate")]
    public Task DataFolder_UnderAFile_IsRefused(string verb) =>
        AssertRefusedAsync(verb, Path.Combine(AFile, "data"), $"Data:Folder cannot be used: {AFile}/data lies under {AFile}, which is a file;");

    [Theory]
    [InlineData("serve")]
    [InlineData("migrate")]
    public Task DataFolder_WhereTheSystemTakesNone_IsRefused(string verb) =>
        AssertRefusedAsync(verb, "/proc/loans", "Data:Folder cannot be used: /proc/loans cannot be made in /proc");

    [Theory]
    [InlineData("serve")]
    [InlineData("migrate")]
    public Task DataFolder_ThatTakesNoFile_IsRefused(string verb) => AssertRefusedAsync(verb, "/proc", "Data:Folder cannot be used:", "/proc");

    [Theory]
    [InlineData("verify")]
    [InlineData("dead-letters list")]
    [InlineData("dead-letters replay intake/1")]
    public async Task DataFolder_OfAVerbThatMakesNone_IsNamed(string verb)
    {
        await AssertRefusedAsync(verb, AFile, $"There is no {AFile}/intake.db;", "--Data:Folder=FOLDER");
        await AssertRefusedAsync(verb, "/proc/loans", "There is no /proc/loans/intake.db;", "--Data:Folder=FOLDER");
    }

    [Theory]
    [InlineData("delete from schema_version where component = 'funding'", "lacks funding version 1; stop the older program and run the verb migrate.")]
    [InlineData("update schema_version set version = 99 where component = 'funding' and version = 1", "funding version 99, which this program does not know; start a newer program.")]
    [InlineData("drop table schema_version", "lacks platform version 1; stop the older program and run the verb migrate.")]
    public async Task Database_OfAnotherVersion_IsRefusedByWhoeverOnlyReads(string change, string sentence)
    {
        await using (var migrate = HostProcess.Start(_folder, ["migrate"]))
        {
            Assert.True(await migrate.ExitAsync() == 0, migrate.ToString());
        }

        _folder.Damage("funding", change);

        await AssertRefusedAsync("verify", _folder.Data, "The database of funding", sentence);
        await AssertRefusedAsync("dead-letters list", _folder.Data, "The database of funding", sentence);
    }

    [Theory]
    [MemberData(nameof(VerbsOnAFolder))]
    public async Task Database_IsAFolder_IsRefused(string verb)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Data, "intake.db"));

        await AssertRefusedAsync(verb, _folder.Data, $"{_folder.Data}/intake.db is a folder where a", "Data:Folder");
    }

    [Theory]
    [MemberData(nameof(VerbsOnAFolder))]
    public async Task Database_IsNone_IsRefused(string verb)
    {
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "intake.db"), new string('x', 200));

        await AssertRefusedAsync(verb, _folder.Data, $"{_folder.Data}/intake.db is no database; move it away");
    }

    [Fact]
    public async Task DevelopmentKey_IsNone_IsRefused()
    {
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "development-token.key"), "no key!");

        await AssertRefusedAsync("serve", _folder.Data, $"{_folder.Data}/development-token.key holds no key; delete it");
    }

    [Theory]
    [InlineData("Data:Folder")]
    [InlineData("Bank:Folder")]
    public Task Folder_Empty_IsRefused(string key) => RefusedStart.AssertAsync(HostProcess.Start(_folder.Path, ["serve", $"--{key}="]), $"{key} is empty;");

    [Fact]
    public async Task BankFolder_ThatCannotBeUsed_IsRefused()
    {
        await AssertBankRefusedAsync(AFile, $"lies under {AFile}, which is a file; name another folder.");
        await AssertBankRefusedAsync("/proc/loans", "/proc/loans/outbox cannot be made in /proc");
    }

    private Task AssertBankRefusedAsync(string bank, string named) => RefusedStart.AssertAsync(
        HostProcess.Start(_folder.Path, ["serve", $"--Data:Folder={_folder.Data}", $"--Bank:Folder={bank}", "--urls=http://127.0.0.1:0"]),
        "Bank:Folder cannot be used:",
        named);

    private Task AssertRefusedAsync(string verb, string data, params string[] named) => RefusedStart.AssertAsync(
        HostProcess.Start(_folder.Path, [.. verb.Split(' '), $"--Data:Folder={data}", $"--Bank:Folder={_folder.Bank}", "--urls=http://127.0.0.1:0"]),
        named);
}
