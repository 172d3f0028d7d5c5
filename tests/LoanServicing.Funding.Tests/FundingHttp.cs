using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Funding.Tests;

/// <summary>The funding service behind HTTP, as the people of finance call it.</summary>
internal static class FundingHttp
{
    /// <summary>Started on the day of <see cref="Facts.Today"/>, or on the day that the files of the options have come to.</summary>
    public static async Task<TestApplication> StartAsync(TestApplicationOptions? options = null)
    {
        var app = await TestApplication.StartAsync([FundingService.Module], options);
        if (options?.Folder is null)
        {
            await app.SetBusinessDateAsync(Facts.Today);
        }

        return app;
    }

    /// <summary>Started beside a service that hears what this one tells.</summary>
    public static async Task<TestApplication> StartAsync(Heard heard)
    {
        var app = await TestApplication.StartAsync([FundingService.Module, heard.Module]);
        await app.SetBusinessDateAsync(Facts.Today);
        return app;
    }

    public static HttpClient Finance(this TestApplication app, int person) => app.Client($"finance-{person}", Roles.Finance);

    /// <summary>Posts with a key of its own unless one is given; returns the status and the answer.</summary>
    public static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(this HttpClient client, string path, object? body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        request.Headers.Add(Commands.KeyHeader, key ?? Guid.CreateVersion7().ToString());
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static object Deposit(string funder, long amount, string reference) =>
        new { funder, amountRials = amount, bankReference = reference, valueDate = "2026-11-22" };

    /// <summary>A deposit that one person records and another approves.</summary>
    public static async Task ContributeAsync(this TestApplication app, string funder, long amount, string reference)
    {
        var (_, asked) = await app.Finance(1).SendAsync("funding/contributions", Deposit(funder, amount, reference));
        var (status, _) = await app.Finance(2).SendAsync($"checks/{asked.GetProperty("requestId").GetGuid()}/approval", null);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    public static Task<JsonElement> PositionAsync(this TestApplication app) => app.Finance(1).GetFromJsonAsync<JsonElement>("funding/position");

    /// <summary>The id of a request that waits for a second person.</summary>
    public static async Task<Guid> AskAsync(this TestApplication app, string path, object body)
    {
        var (status, asked) = await app.Finance(1).SendAsync(path, body);
        Assert.True(status == HttpStatusCode.Accepted, asked.ToString());
        return asked.GetProperty("requestId").GetGuid();
    }

    public static JsonElement Funder(this JsonElement position, string code) => position.Named("funders", code);

    public static JsonElement Tranche(this JsonElement position, string code) => position.Named("tranches", code);

    private static JsonElement Named(this JsonElement position, string list, string code) =>
        position.GetProperty(list).EnumerateArray().Single(each => each.GetProperty("code").GetString() == code);

    public static long Rials(this JsonElement element, string name) => element.GetProperty(name).GetInt64();

    /// <summary>A fact of another service arrives.</summary>
    public static Task DeliverAsync(this TestApplication app, IFact fact)
    {
        var handlers = app.Services.GetRequiredService<IReadOnlyList<HandlerMap>>().Single(map => map.Service == FundingService.Name);
        return new FactReceiver(app.Database(FundingService.Name), handlers).ReceiveAsync(fact, CancellationToken.None);
    }
}
