using LoanServicing.Platform.Messaging.Outside;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>
/// Takes what outside parties publish to one queue: each message in one unit of work, acknowledged once that is durable, or once the broker has
/// confirmed it in the rejected queue. A lost connection is opened again for as long as the process runs; what was not acknowledged comes again.
/// </summary>
internal sealed class OutsideConsumer(BrokerSettings settings, OutsideQueue queue, MessageJudge judge, DispatcherLimits limits, ILogger<OutsideConsumer> log)
    : BackgroundService
{
    /// <summary>How long a stopping process waits until the messages it has are done or let go.</summary>
    private static readonly TimeSpan FinishingTime = TimeSpan.FromSeconds(2);

    private readonly string _queue = new BrokerNames(settings.Prefix).Outside(queue.Name);
    private readonly RejectedMessages _rejected = new(new BrokerNames(settings.Prefix).Rejected(queue.Name));
    private readonly SemaphoreSlim _slots = new(settings.Concurrency, settings.Concurrency);

    public override void Dispose()
    {
        _slots.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConsumeAsync(() => failures = 0, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception cause)
            {
                var pause = limits.Backoff(++failures);
                log.LogWarning("{Queue} is taken from again after {Pause}: {Cause}", _queue, pause, cause.Message);
                await Task.Delay(pause.ToTimeSpan(), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Takes messages until the connection is lost, which is an exception, or the process stops.</summary>
    private async Task ConsumeAsync(Action works, CancellationToken stop)
    {
        await using var connection = await BrokerConnection.OpenAsync(settings, $"LoanServicing {queue.Name}", stop);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(true, true, consumerDispatchConcurrency: (ushort)settings.Concurrency), stop);
        await channel.BasicQosAsync(0, settings.Prefetch, global: false, stop);
        var lost = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, reason) => Task.FromResult(lost.TrySetResult(BrokerConnection.Words(reason)));
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.UnregisteredAsync += (_, _) => Task.FromResult(lost.TrySetResult("the queue is gone"));
        consumer.ReceivedAsync += (_, message) => TakeAsync(channel, message, stop);
        var tag = await channel.BasicConsumeAsync(_queue, autoAck: false, consumer, stop);
        works();
        try
        {
            throw new IOException($"The connection is lost: {await lost.Task.WaitAsync(stop)}.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await FinishAsync(channel, tag);
            throw;
        }
    }

    private async Task TakeAsync(IChannel channel, BasicDeliverEventArgs message, CancellationToken stop)
    {
        await _slots.WaitAsync(CancellationToken.None);
        try
        {
            if (await judge.TakeAsync(message.Body, stop) is { } rejection)
            {
                await _rejected.AddAsync(channel, message, rejection, stop);
                log.LogWarning("A message {MessageId} to {Queue} is rejected: {Code}", message.BasicProperties.MessageId, _queue, rejection.Code);
            }

            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, CancellationToken.None);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return; // unanswered, it comes again
        }
        catch (OperationInterruptedException lost)
        {
            log.LogInformation("A message to {Queue} is done, which the broker does not know; it comes again: {Cause}", _queue, lost.Message);
        }
        catch (Exception cause)
        {
            log.LogError(cause, "A message {MessageId} to {Queue} goes back into it", message.BasicProperties.MessageId, _queue);
            await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true, CancellationToken.None);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Takes no more, and waits for the messages at work, each of which holds a slot: what waits for another try ends at once, unanswered.</summary>
    private async Task FinishAsync(IChannel channel, string tag)
    {
        using var time = new CancellationTokenSource(FinishingTime);
        try
        {
            await channel.BasicCancelAsync(tag, noWait: false, time.Token);
            for (var slot = 0; slot < settings.Concurrency; slot++)
            {
                await _slots.WaitAsync(time.Token);
            }
        }
        catch (Exception unfinished) when (unfinished is OperationCanceledException or OperationInterruptedException)
        {
            log.LogInformation("Messages of {Queue} are left unanswered and come again", _queue);
        }
    }
}
