import { Button } from '../../parts/button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useNewStory } from '../../shell/new-story.tsx';

/** Before the first story: how to submit one. */
export function NoStories() {
  const { open } = useNewStory();
  return (
    <EmptyState
      title="No stories yet"
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button kind="primary" onClick={() => open()}>
            New story
          </Button>
          <Button onClick={() => open({ example: true })}>Try the example</Button>
        </div>
      }
    >
      <p>
        A story is a YAML or JSON file with a title, a cast, and a prompt for every panel. Submit one here, or on the
        command line:
      </p>
      <p className="mt-3">
        <code className="bg-sunken text-ink inline-block rounded-md px-3 py-2 text-left text-xs break-words">
          npm run -s nextpanel -- submit examples/01-the-tortoise-and-the-hare.yaml
        </code>
      </p>
      <p className="mt-3">The example is drawn by the built-in storyboard provider: rough boards, no account, free.</p>
    </EmptyState>
  );
}

/** Shown if no story matches the filter. */
export function NothingFound({ onClear }: { readonly onClear: () => void }) {
  return (
    <EmptyState title="No story matches" action={<Button onClick={onClear}>Show all stories</Button>}>
      Search matches part of a title or an id; case does not matter.
    </EmptyState>
  );
}
