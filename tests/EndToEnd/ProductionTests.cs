using System.Net;
using LoanServicing.EndToEnd.Harness;

namespace LoanServicing.EndToEnd;

/// <summary>What a host outside Development must be told before it starts, and what it does not offer.</summary>
public sealed class ProductionTests : IDisposable
{
    private const string Authority = "--Authentication:Authority=https://issuer.example/";
    private const string Name = "--Bank:Debtor:Name=Qard al-hasan pool";
    private const string Iban = "--Bank:Debtor:Iban=IR790590000000009876543210";

    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("Production")]
    public Task Serve_WithoutAnIssuerOfTokens_IsRefused(string? environment) =>
        RefusedStart.AssertAsync(HostProcess.Start(_folder, ["serve", Name, Iban], environment), "Authentication:Authority is not set;");

    [Theory]
    [InlineData("", "is not set;")]
    [InlineData("issuer.example", "is 'issuer.example'; it must be the issuer's address")]
    [InlineData("http://issuer.example/", "is 'http://issuer.example/'; it must")]
    public Task Serve_IssuerThatIsNone_IsRefused(string authority, string named) =>
        AssertRefusedAsync([$"--Authentication:Authority={authority}", Name, Iban], $"Authentication:Authority {named}");

    [Theory]
    [InlineData(Name)]
    [InlineData(Iban)]
    public Task Serve_WithoutTheAccountThatLoansArePaidFrom_IsRefused(string only) =>
        AssertRefusedAsync([Authority, only], "Bank:Debtor:");

    [Fact]
    public Task Serve_OnTheInventedAccount_IsRefused() => AssertRefusedAsync(
        [Authority, Name, "--Bank:Debtor:Iban=IR390590990000000000084025"], "Bank:Debtor:Iban is the invented account of Development;");

    [Fact]
    public async Task Serve_OnTheDataOfADevelopmentHost_IsRefused()
    {
        await using (var development = HostProcess.Start(_folder, ["serve"]))
        {
            await development.ReadyAsync();
        }

        await AssertRefusedAsync([Authority, Name, Iban], $"{_folder.Data} holds the books of a development host;");
    }

    [Fact]
    public Task Simulate_IsRefused() => RefusedStart.AssertAsync(
        HostProcess.Start(
            _folder,
            ["simulate", "--applications", SampleApplications.First(1).WriteTo(_folder.File("one.csv")), Authority, Name, Iban],
            environment: null),
        "development");

    [Fact]
    public async Task Serve_HasNoDevelopmentEndpoints()
    {
        await using var host = HostProcess.Start(_folder, ["serve", Authority, Name, Iban], "Production");
        using var client = new HttpClient { BaseAddress = new Uri(await host.ReadyAsync(), "/api/v1/") };

        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(client, "dev/tokens", """{"subject":"officer-1","roles":["officer"]}"""));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(client, "dev/clock", """{"date":"2026-11-22"}"""));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("applications")).StatusCode);
        Assert.DoesNotContain("/dev/", await client.GetStringAsync("/openapi/v1.json"));
    }

    private Task AssertRefusedAsync(string[] settings, string named) =>
        RefusedStart.AssertAsync(HostProcess.Start(_folder, ["serve", .. settings], "Production"), named);

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path, string json)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return (await client.PostAsync(path, body)).StatusCode;
    }
}
