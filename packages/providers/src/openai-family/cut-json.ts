/** The answer ended within a string: what came until then, a picture most likely, was drawn. */
export class CutJson extends SyntaxError {
  override readonly name = 'CutJson';
}
