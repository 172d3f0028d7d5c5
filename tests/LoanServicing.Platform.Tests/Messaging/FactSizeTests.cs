using System.Text;
using System.Text.Json;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>The broker refuses a message over its limit by closing the channel; so a fact that large must never reach an outbox.</summary>
public sealed class FactSizeTests
{
    /// <summary>Far more than the headers and the host's description that MassTransit adds.</summary>
    private const int Envelope = 64 * 1024;

    [Fact]
    public async Task Publish_AFactOfTheLargestSize_IsInTheOutbox()
    {
        using var alpha = new Listener(TestModules.HearAsync, "somebody");

        await PublishAsync(alpha, LongestText);

        Assert.Equal(1, await alpha.Database.CountAsync("outbox"));
    }

    [Fact]
    public async Task Publish_AFactOneByteLarger_FailsTheWholeUnit()
    {
        using var alpha = new Listener(TestModules.HearAsync, "somebody");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => PublishAsync(alpha, LongestText + "x"));

        Assert.Contains($"ApplicationClosed has {FactJson.LargestFactBytes + 1} bytes", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, await alpha.Database.CountAsync("outbox") + await alpha.Database.CountAsync("heard"));
    }

    [Fact]
    public void TheLargestFact_WithItsEnvelope_IsFarFromTheBrokersLimit()
    {
        var line = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "rabbitmq.conf")).Single(line => line.StartsWith("max_message_size", StringComparison.Ordinal));

        Assert.True(FactJson.LargestFactBytes + Envelope < int.Parse(line.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void OptionsOfTheBus_WriteAFactAsItIsMeasured()
    {
        var options = FactJson.Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }); // as MassTransit hands them over

        Assert.All(FactJson.FactTypes.Select(FactSamples.Of), fact => Assert.Equal(FactJson.Write(fact), JsonSerializer.Serialize(fact, fact.GetType(), options)));
    }

    private static string LongestText => new('x', FactJson.LargestFactBytes - Encoding.UTF8.GetByteCount(FactJson.Write(Fact(""))));

    private static Contracts.ApplicationClosed Fact(string what) => Listener.Fact(what, key: Guid.Empty) with { ApplicationId = Guid.Empty };

    private static Task PublishAsync(Listener alpha, string what) => alpha.Database.WriteAsync(async unit =>
    {
        var fact = Fact(what);
        await TestModules.HearAsync(fact, unit);
        unit.Publish(fact);
    });
}
