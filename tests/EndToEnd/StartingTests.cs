using LoanServicing.EndToEnd.Harness;

namespace LoanServicing.EndToEnd;

/// <summary>Starting and refusing to start, as somebody at a shell sees it.</summary>
public sealed class StartingTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_SecondProcessOnTheSameData_IsRefused()
    {
        await using var first = HostProcess.Start(_folder, ["serve"]);
        await first.ReadyAsync();

        await using var second = HostProcess.Start(_folder, ["serve"]);

        await RefusedStart.AssertAsync(second, _folder.Data);
        await first.ReadyAsync();
    }

    [Fact]
    public async Task Serve_AddressInUse_IsRefused()
    {
        await using var first = HostProcess.Start(_folder, ["serve"]);
        var address = (await first.ReadyAsync()).GetLeftPart(UriPartial.Authority);
        using var other = new HostFolder();

        var second = HostProcess.Start(other.Path, ["serve", $"--urls={address}"]);

        await RefusedStart.AssertAsync(second, $"The address {address} cannot be listened on: it is in use; choose another with the setting urls");
    }

    [Fact]
    public Task Verify_ThroughDotnetRun_LooksInTheFolderItWasTypedIn() => RefusedStart.AssertAsync(
        HostProcess.StartFromProject(_folder.Path, ["verify", "--Data:Folder=./nowhere"]), _folder.File("nowhere/intake.db"));

    [Theory]
    [InlineData("verify --head heads-of-the-auditor.txt", "verify has no option '--head'")]
    [InlineData("verify --proofs FILE", "verify has no option '--proofs'")]
    [InlineData("verify extra", "verify has no argument 'extra'")]
    [InlineData("migrate --bogus", "migrate has no option '--bogus'")]
    [InlineData("dead-letters list --bogus", "list has no option '--bogus'")]
    [InlineData("export-journal --format csv --out x --form 2026-11-22", "export-journal has no option '--form'")]
    [InlineData("schemas --bogus", "--bogus")]
    [InlineData("serve --bogus", "serve has no option '--bogus'")]
    [InlineData("--bogus", "There is no option '--bogus'")]
    [InlineData("verfy", "There is no verb 'verfy'")]
    public Task Verb_WithWhatItDoesNotKnow_IsRefused(string verb, string why) => RefusedStart.AssertAsync(HostProcess.Start(_folder, verb.Split(' ')), why);

    [Theory]
    [InlineData("nonsense", "it must be like http://127.0.0.1:5080;")]
    [InlineData("", "it must be like http://127.0.0.1:5080;")]
    [InlineData("ftp://127.0.0.1:5080", "it must be like http://127.0.0.1:5080;")]
    [InlineData("http://127.0.0.1:65536", "it must be like http://127.0.0.1:5080;")]
    [InlineData("http://127.0.0.1:0;nonsense", "The address nonsense cannot be listened on")]
    [InlineData("http://192.0.2.1:5080", "The address http://192.0.2.1:5080 cannot be listened on")] // of no machine (RFC 5737)
    [InlineData("https://127.0.0.1:0", "https needs a certificate")]
    public Task Serve_AddressThatCannotBeListenedOn_IsRefused(string address, string why) => RefusedStart.AssertAsync(
        HostProcess.Start(_folder.Path, ["serve", $"--Data:Folder={_folder.Data}", $"--urls={address}"]), why, "--urls=http://127.0.0.1:5081");

    [Fact]
    public Task Simulate_ResultIntoAFolderThatIsNotThere_IsRefusedBeforeAnythingIsDone() => RefusedStart.AssertAsync(
        HostProcess.Start(_folder, ["simulate", "--applications", SampleApplications.First(1).WriteTo(_folder.File("one.csv")), "--out", _folder.File("none/out.json")]),
        _folder.File("none/out.json"));

    [Fact]
    public async Task Serve_AfterTheFirstProcessWasKilled_StartsOnItsData()
    {
        await using (var first = HostProcess.Start(_folder, ["serve"]))
        {
            await first.ReadyAsync();
            await first.KillAsync();
        }

        await using var second = HostProcess.Start(_folder, ["serve"]);

        await second.ReadyAsync();
    }

    [Fact]
    public Task Serve_InMemoryWithSomeServices_IsRefused() =>
        RefusedStart.AssertAsync(HostProcess.Start(_folder, ["serve", "--Services=intake,funding"]), "Transport:Kind");

    [Fact]
    public Task Serve_UnknownService_IsRefused() =>
        RefusedStart.AssertAsync(HostProcess.Start(_folder, ["serve", "--Services=intake,treasury"]), "'treasury'");

    [Fact]
    public Task Serve_RabbitMqWithoutAnAddress_IsRefused() =>
        RefusedStart.AssertAsync(HostProcess.Start(_folder, ["serve", "--Transport:Kind=RabbitMQ"]), "Transport:Uri");

    [Fact]
    public Task Serve_SettingsOfABrokerInMemory_AreRefused() =>
        RefusedStart.AssertAsync(HostProcess.Start(_folder, ["serve", "--Transport:Prefix=loans."]), "Transport:Prefix is given, but Transport:Kind is InMemory");

    [Theory]
    [InlineData("dead-letters discard intake/1", "'--reason'")]
    [InlineData("simulate --applications FILE --seed many", "'many'")]
    public Task Verb_CalledWrongly_IsRefused(string arguments, string named) =>
        RefusedStart.AssertAsync(HostProcess.Start(_folder, arguments.Split(' ')), named, "--help says how it is called.");

    [Fact]
    public Task UnknownVerb_IsRefused() => RefusedStart.AssertAsync(HostProcess.Start(_folder, ["reconcile"]), "'reconcile'");

    [Fact]
    public Task Simulate_FileThatIsMissing_IsRefused() =>
        RefusedStart.AssertAsync(HostProcess.Start(_folder, ["simulate", "--applications", _folder.File("none.csv")]), "none.csv");

    [Fact]
    public async Task Serve_WithOtherSettingsThanTheDefaults_RepeatsThemInTheLineToTryNext()
    {
        await using var host = HostProcess.Start(
            _folder.Path, ["serve", "--Data:Folder=our data", $"--Bank:Folder={_folder.Bank}", "--urls=http://127.0.0.1:0"]);
        var address = (await host.ReadyAsync()).GetLeftPart(UriPartial.Authority);
        var expected = "  dotnet run --project src/LoanServicing.Host -- simulate --applications tests/data/applications.csv"
            + $" --urls={address} '--Data:Folder={_folder.File("our data")}' --Bank:Folder={_folder.Bank}";

        await host.UntilAsync(() => Task.FromResult(host.Text.Contains("simulate")), "it says what to try next");

        Assert.Equal(expected, host.Output.Single(line => line.Contains("simulate")));
    }

    [Fact]
    public async Task Serve_FromAnyWorkingFolder_KeepsItsDataThere()
    {
        await using var host = HostProcess.Start(_folder.Path, ["--urls=http://127.0.0.1:0"]);

        await host.ReadyAsync();

        Assert.NotEmpty(Directory.EnumerateFiles(_folder.Data, "*.db"));
        Assert.True(Directory.Exists(Path.Combine(_folder.Data, "bank", "outbox")));
    }
}
