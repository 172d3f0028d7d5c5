using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanServicing.TestSupport;

namespace LoanServicing.EndToEnd.Harness;

internal static class DevelopmentClient
{
    /// <summary>A client with a development token of the host at this address; its addresses are relative to <c>/api/v1/</c>.</summary>
    public static async Task<HttpClient> CreateAsync(Uri host, string subject, params string[] roles)
    {
        var client = new HttpClient { BaseAddress = new Uri(host, "/api/v1/"), Timeout = Eventually.Deadline };
        using var answer = await client.PostAsJsonAsync("dev/tokens", new { subject, roles });
        var token = (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
