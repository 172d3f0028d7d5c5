using System.Net;
using LoanServicing.EndToEnd.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.EndToEnd;

/// <summary><c>import-applications</c> joined to a server that is alive, and is not the API: no row counts, and one sentence says so.</summary>
public sealed class OtherServerTests : IDisposable
{
    private const string Page = "<html><body>Welcome</body></html>";

    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(404, "text/html", Page)]
    [InlineData(200, "text/html", Page)]
    [InlineData(200, "text/html; charset=windows-1256", Page)]
    [InlineData(502, "text/html", Page)]
    [InlineData(404, "application/json", """{"error":"not found"}""")]
    [InlineData(200, "application/json", "{}")]
    [InlineData(201, "application/json", """{"applicationId":7}""")]
    [InlineData(200, "application/json", """["applicationId"]""")]
    [InlineData(400, "application/json", """{"code":1,"errors":"all"}""")]
    [InlineData(404, "text/plain", "")]
    [InlineData(204, "text/plain", "")]
    public async Task Import_AnswersThatAreNotOfTheApi_CountNoRow(int status, string type, string body)
    {
        await using var server = await StartAsync(status, type, body);

        await using var import = Import(server, "--token", "issued-elsewhere");

        await AssertRefusedAsync(import, server);
        Assert.Contains("0 of 3 rows are applications now.", import.Output);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(200)]
    public async Task Import_WithoutAToken_AsksNobodyElseForOne(int status)
    {
        await using var server = await StartAsync(status, "text/html", Page);

        await using var import = Import(server);

        await AssertRefusedAsync(import, server);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://not a name:5080")]
    public async Task Import_AddressThatIsMalformed_IsRefused(string address)
    {
        var file = SampleApplications.First(3).WriteTo(_folder.File("applications.csv"));

        await RefusedStart.AssertAsync(
            HostProcess.Start(_folder.Path, ["import-applications", file, $"--urls={address}", $"--Data:Folder={_folder.Data}"]),
            $"The address {address} cannot be listened on: it must be like http://127.0.0.1:5080;");
    }

    private HostProcess Import(WebApplication server, params string[] more) => HostProcess.Start(
        _folder.Path,
        ["import-applications", SampleApplications.First(3).WriteTo(_folder.File("applications.csv")), $"--urls={server.Urls.Single()}", .. more]);

    private static async Task AssertRefusedAsync(HostProcess import, WebApplication server)
    {
        Assert.True(await import.ExitAsync() == 1, import.ToString());
        Assert.StartsWith($"What answers at {server.Urls.Single()}/ is not the API of LoanServicing", Assert.Single(import.Errors), StringComparison.Ordinal);
    }

    /// <summary>A server that answers everything alike, but says that it is alive.</summary>
    private static async Task<WebApplication> StartAsync(int status, string type, string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(http =>
        {
            var isAlive = http.Request.Path == "/health/live";
            http.Response.StatusCode = isAlive ? (int)HttpStatusCode.OK : status;
            http.Response.ContentType = type;
            return isAlive || body.Length > 0 ? http.Response.WriteAsync(isAlive ? Page : body) : Task.CompletedTask;
        });
        await server.StartAsync();
        return server;
    }
}
