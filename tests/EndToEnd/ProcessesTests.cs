using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LoanServicing.EndToEnd.Harness;

namespace LoanServicing.EndToEnd;

/// <summary>
/// One process per service, RabbitMQ between them and the gateway of deploy/ before them. <see cref="ProcessKillTests"/> runs a simulation through them.
/// </summary>
public sealed partial class ProcessesTests
{
    [ProcessesFact]
    public async Task EveryProcess_HasTheDocumentOfTheWhole_AndTheGatewayLeadsEachRouteHome()
    {
        using var folder = new HostFolder();
        await using var broker = new Broker();
        await using var programme = await ServiceProcesses.StartAsync(folder, broker);
        using var client = new HttpClient();
        var whole = await PathsAsync(client, programme.Address);

        foreach (var service in ServiceProcesses.All)
        {
            Assert.Equal(whole, await PathsAsync(client, programme.AddressOf(service)));
        }

        foreach (var (method, path) in whole)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(programme.Address, Placeholder().Replace(path, "00000000-0000-0000-0000-000000000001")));
            using var answer = await client.SendAsync(request);
            Assert.NotEqual(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
            Assert.NotEqual("text/html", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [ProcessesFact]
    public async Task ARouteOfAnotherProcess_IsToldSo()
    {
        using var folder = new HostFolder();
        await using var broker = new Broker();
        await using var host = HostProcess.Start(folder, ["serve", "--Services=eligibility", .. broker.Arguments]);
        await host.ReadyAsync();
        using var officer = await host.ClientAsync("officer-1", "officer");

        using var elsewhere = await officer.GetAsync("loans");
        using var checks = await officer.GetAsync("checks");

        Assert.Equal((HttpStatusCode.MisdirectedRequest, "service.elsewhere"), (elsewhere.StatusCode, await CodeAsync(elsewhere)));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "checks.peer-not-named"), (checks.StatusCode, await CodeAsync(checks)));
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["code"];

    private static async Task<List<(string Method, string Path)>> PathsAsync(HttpClient client, Uri address) =>
    [
        .. (await client.GetFromJsonAsync<JsonNode>(new Uri(address, "/openapi/v1.json")))!["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject(), (path, operation) => (operation.Key.ToUpperInvariant(), path.Key))
            .OrderBy(one => one.Item2, StringComparer.Ordinal).ThenBy(one => one.Item1, StringComparer.Ordinal),
    ];

    [GeneratedRegex(@"\{[a-zA-Z]+\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
